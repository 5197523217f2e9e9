import { readAppList } from './app-list'
import {
  accessTokenOf,
  baseUrlsOf,
  findMiniProgramProblems,
  type MiniProgram,
  type MiniProgramVariables,
  securityOf,
} from './mini-program'
import { ACCOUNT_VARIABLES, type ConfigProblem, parseVariables, readVariable } from './variables'

/** Account that the sandbox's emulator accepts; the secret protects nothing. */
const SANDBOX = { appId: 'wx0000000000000000', appSecret: '0123456789abcdef0123456789abcdef' } as const
const WECHAT_URL = 'https://api.weixin.qq.com'

/** Mini programs of the server, or the sandbox's. The first is that of requests that name none. */
export interface Account {
  readonly mode: 'sandbox' | 'wechat'
  readonly apps: readonly [MiniProgram, ...MiniProgram[]]
}

interface OwnVariables extends MiniProgramVariables {
  readonly WECHAT_APPID?: string | undefined
  readonly WECHAT_SECRET?: string | undefined
  readonly WECHAT_MODE?: 'sandbox' | 'wechat' | undefined
}

const ACCOUNT = ['WECHAT_APPID', 'WECHAT_SECRET'] as const
const WHERE = {
  zh: '在 mp.weixin.qq.com 的“开发管理 › 开发设置”中查看',
  en: 'it is on mp.weixin.qq.com under Development settings',
}

function missing(variable: string, zh: string, en: string): ConfigProblem {
  return {
    variable,
    zh: `缺少 ${variable}：${zh}（${WHERE.zh}）`,
    en: `${variable} is missing: ${en} (${WHERE.en})`,
  }
}

const SANDBOX_IN_PRODUCTION: ConfigProblem = {
  variable: 'WECHAT_MODE',
  zh: '生产环境中 WECHAT_MODE 不能是 sandbox：那样任何人都能编造号码',
  en: 'WECHAT_MODE must not be sandbox in production: anyone could make up a number',
}

/** Finds the account variables that the selected mode needs and the environment lacks. */
function findMissing(environment: NodeJS.ProcessEnv, isListed = false): ConfigProblem[] {
  const given = ACCOUNT.filter((name) => readVariable(environment, name) !== undefined)
  const absent = ACCOUNT.filter((name) => !given.includes(name))
  const mode = readVariable(environment, 'WECHAT_MODE')
  const isProduction = readVariable(environment, 'NODE_ENV') === 'production'
  const [one] = given
  if (given.length === 1)
    return absent.map((name) =>
      missing(name, `已设置 ${one}，二者缺一不可`, `${one} is set, and one is no use without the other`),
    )
  if (isProduction && mode === 'sandbox') return [SANDBOX_IN_PRODUCTION]
  if (isListed) return absent.map((name) => missing(name, '每个小程序都需要', 'every mini program needs it'))
  if (isProduction)
    return absent.map((name) => missing(name, '生产环境使用真实微信', 'production asks the real WeChat'))
  if (mode !== 'wechat') return []
  return absent.map((name) => missing(name, 'WECHAT_MODE 是 wechat', 'WECHAT_MODE is wechat'))
}

function isSandbox(environment: NodeJS.ProcessEnv): boolean {
  if (readVariable(environment, 'WECHAT_MODE') === 'sandbox') return true
  return [...ACCOUNT, 'WECHAT_APPS'].every((name) => readVariable(environment, name) === undefined)
}

function toMiniProgram(variables: OwnVariables, emulatorUrl: string): MiniProgram {
  const { WECHAT_APPID: appId = '', WECHAT_SECRET: appSecret = '', WECHAT_MODE: mode } = variables
  const baseUrls = baseUrlsOf(variables, mode === 'sandbox' ? emulatorUrl : WECHAT_URL)
  const { WECHAT_QUOTA_SPU_ID: quotaSpuId } = variables
  const accessToken = accessTokenOf(variables)
  return { appId, appSecret, baseUrls, accessToken, security: securityOf(variables), quotaSpuId }
}

function findProblems(environment: NodeJS.ProcessEnv, isListed = false): ConfigProblem[] {
  const { values, problems } = parseVariables(ACCOUNT_VARIABLES, environment)
  const own = [...findMissing(environment, isListed), ...findMiniProgramProblems(environment, values)]
  return isListed ? [...problems, ...own] : own
}

function inEntry(name: string, problems: readonly ConfigProblem[]): ConfigProblem[] {
  return problems.map(({ variable, zh, en }) => ({
    variable: `${name}.${variable}`,
    zh: `${name}：${zh}`,
    en: `${name}: ${en}`,
  }))
}

function findRepeated(appIds: readonly (string | undefined)[]): ConfigProblem[] {
  const repeated = appIds.findIndex((appId, index) => appId !== undefined && appIds.indexOf(appId) < index)
  if (repeated === -1) return []
  const variable = `WECHAT_APPS[${repeated}].WECHAT_APPID`
  return [{ variable, zh: `${variable} 与前面的条目相同`, en: `${variable} is that of an earlier entry` }]
}

/** Finds problems of the account's variables that no variable shows alone. */
export function findAccountProblems(environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const list = readVariable(environment, 'WECHAT_MODE') === 'sandbox' ? undefined : readAppList(environment)
  if (list === undefined) return findProblems(environment)
  const own = list.apps.flatMap((app) => inEntry(app.name, findProblems(app.environment, true)))
  const appIds = list.apps.map((app) => readVariable(app.environment, 'WECHAT_APPID'))
  return [...list.problems, ...own, ...findRepeated(appIds)]
}

/** Reads the account of an environment without problems. */
export function readAccount(environment: NodeJS.ProcessEnv, emulatorPort: number): Account {
  const emulatorUrl = `http://127.0.0.1:${emulatorPort}`
  const { values } = parseVariables(ACCOUNT_VARIABLES, environment)
  if (isSandbox(environment)) {
    const { WECHAT_TOKEN_ENDPOINT: accessToken, WECHAT_QUOTA_SPU_ID: quotaSpuId } = values
    const baseUrls = baseUrlsOf(values, emulatorUrl)
    return { mode: 'sandbox', apps: [{ ...SANDBOX, baseUrls, accessToken, security: undefined, quotaSpuId }] }
  }
  const toListed = (app: { readonly environment: NodeJS.ProcessEnv }): MiniProgram =>
    toMiniProgram(parseVariables(ACCOUNT_VARIABLES, app.environment).values, emulatorUrl)
  const [first, ...others] = (readAppList(environment)?.apps ?? []).map(toListed)
  return { mode: 'wechat', apps: [first ?? toMiniProgram(values, emulatorUrl), ...others] }
}
