import { findMissing } from './account'
import { ConfigError, type ConfigProblem } from './config-error'
import { parseVariables } from './environment'
import { SERVER_VARIABLES } from './server-variables'
import { TOOL_VARIABLES } from './tool-variables'
import type { Variables } from './variable'

/** Every environment variable that is read here, by its name. */
export const VARIABLES: Variables = { ...SERVER_VARIABLES, ...TOOL_VARIABLES }

/** What the commands are told from outside, checked. */
export interface ToolConfig {
  readonly emulatorPort: number
  readonly h5Port: number
  /** The address phones reach this computer at. Absent: it is looked for. */
  readonly lanHost: string | undefined
  /** Absent: WeChat DevTools opens in its tourist mode. */
  readonly miniProgramAppId: string | undefined
  /** The addresses that are compiled into the mini program, by the variables that set them. */
  readonly apiBaseUrls: Readonly<Record<string, string>>
  readonly devToolsCli: string | undefined
}

const READ = {
  ...TOOL_VARIABLES,
  EMULATOR_PORT: SERVER_VARIABLES.EMULATOR_PORT,
  WECHAT_APPID: SERVER_VARIABLES.WECHAT_APPID,
}
const API_BASE_URLS = ['VITE_API_BASE_URL', 'VITE_API_BASE_URL_TRIAL', 'VITE_API_BASE_URL_DEVELOP'] as const

/** Reads what the commands need out of an environment. Throws a `ConfigError`, as `readConfig` does. */
export function readToolConfig(environment: NodeJS.ProcessEnv): ToolConfig {
  const { values, problems } = parseVariables(READ, environment)
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    emulatorPort: values.EMULATOR_PORT,
    h5Port: values.H5_PORT,
    lanHost: values.LAN_HOST,
    miniProgramAppId: values.MINIPROGRAM_APPID ?? values.WECHAT_APPID,
    apiBaseUrls: Object.fromEntries(API_BASE_URLS.flatMap((name) => (values[name] ? [[name, values[name]]] : []))),
    devToolsCli: values.WECHAT_DEVTOOLS_CLI,
  }
}

/** All that is missing or wrong in an environment, for the server and the commands alike. */
export function findConfigProblems(environment: NodeJS.ProcessEnv): ConfigProblem[] {
  return [...findMissing(environment), ...parseVariables(VARIABLES, environment).problems]
}
