import { findAccountProblems } from './account'
import {
  ConfigError,
  type ConfigProblem,
  parseVariables,
  SERVER_VARIABLES,
  TOOL_VARIABLES,
  type Variables,
} from './variables'

/** Every environment variable of the project, by name. */
export const VARIABLES: Variables = { ...SERVER_VARIABLES, ...TOOL_VARIABLES }

/** Validated configuration of the commands and of the mini program's build. */
export interface ToolConfig {
  readonly emulatorPort: number
  readonly h5Port: number
  /** Address at which phones reach this computer. @default the first private address found */
  readonly lanHost: string | undefined
  /** AppID for project.config.json. @default WeChat DevTools opens in tourist mode */
  readonly miniProgramAppId: string | undefined
  /** API addresses to compile into the mini program, by the variables that set them. */
  readonly apiBaseUrls: Readonly<Record<string, string>>
  readonly devToolsCli: string | undefined
  /** API that the H5 dev server proxies to. */
  readonly apiTarget: string
  /** Compiles the sandbox in. */
  readonly sandbox: boolean
  /** Enables Vue's Options API. */
  readonly optionsApi: boolean
  /** Opens the H5 dev server to the network. */
  readonly lan: boolean
}

const TABLE = {
  ...TOOL_VARIABLES,
  EMULATOR_PORT: SERVER_VARIABLES.EMULATOR_PORT,
  WECHAT_APPID: SERVER_VARIABLES.WECHAT_APPID,
}
const API_BASE_URLS = ['VITE_API_BASE_URL', 'VITE_API_BASE_URL_TRIAL', 'VITE_API_BASE_URL_DEVELOP'] as const

/** Reads the configuration of the commands and the build from an environment. Throws a `ConfigError`, as `readConfig` does. */
export function readToolConfig(environment: NodeJS.ProcessEnv): ToolConfig {
  const { values, problems } = parseVariables(TABLE, environment)
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    emulatorPort: values.EMULATOR_PORT,
    h5Port: values.H5_PORT,
    lanHost: values.LAN_HOST,
    miniProgramAppId: values.MINIPROGRAM_APPID ?? values.WECHAT_APPID,
    apiBaseUrls: Object.fromEntries(API_BASE_URLS.flatMap((name) => (values[name] ? [[name, values[name]]] : []))),
    devToolsCli: values.WECHAT_DEVTOOLS_CLI,
    apiTarget: values.API_TARGET ?? 'http://127.0.0.1:8787',
    sandbox: values.UNI_PHONE_SANDBOX === '1',
    optionsApi: values.UNI_PHONE_OPTIONS_API === '1',
    lan: values.UNI_PHONE_LAN === '1',
  }
}

/** Finds everything that is missing or wrong in an environment, for the server and the commands. */
export function findConfigProblems(environment: NodeJS.ProcessEnv): ConfigProblem[] {
  return [...findAccountProblems(environment), ...parseVariables(VARIABLES, environment).problems]
}
