import { type ConfigProblem, readVariable } from './variables'

/** Account that the sandbox's emulator accepts; the secret protects nothing. */
const SANDBOX = { mode: 'sandbox', appId: 'wx0000000000000000', appSecret: '0123456789abcdef0123456789abcdef' } as const

/** Account of the mini program, or the sandbox's. */
export interface Account {
  readonly mode: 'sandbox' | 'wechat'
  readonly appId: string
  readonly appSecret: string
}

export interface AccountVariables {
  readonly WECHAT_APPID?: string | undefined
  readonly WECHAT_SECRET?: string | undefined
  readonly WECHAT_MODE?: 'sandbox' | 'wechat' | undefined
}

export function accountOf({ WECHAT_APPID, WECHAT_SECRET, WECHAT_MODE }: AccountVariables): Account {
  if (WECHAT_MODE === 'sandbox' || WECHAT_APPID === undefined || WECHAT_SECRET === undefined) return SANDBOX
  return { mode: 'wechat', appId: WECHAT_APPID, appSecret: WECHAT_SECRET }
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
function findMissing(environment: NodeJS.ProcessEnv): ConfigProblem[] {
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
  if (isProduction)
    return absent.map((name) => missing(name, '生产环境使用真实微信', 'production asks the real WeChat'))
  if (mode !== 'wechat') return []
  return absent.map((name) => missing(name, 'WECHAT_MODE 是 wechat', 'WECHAT_MODE is wechat'))
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

const UNENCRYPTED: ConfigProblem = {
  variable: 'WECHAT_API_BASE_URL',
  zh: '生产环境中 WECHAT_API_BASE_URL 须为 https：AppSecret 和号码会经过它（本机地址除外）',
  en: 'WECHAT_API_BASE_URL must be https in production: the AppSecret and the numbers pass through it (loopback excepted)',
}

/** Finds an address of WeChat's API that would send the AppSecret over a network in clear. */
function findUnencrypted(environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const address = readVariable(environment, 'WECHAT_API_BASE_URL') ?? ''
  if (readVariable(environment, 'NODE_ENV') !== 'production' || !URL.canParse(address)) return []
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && !LOOPBACK.test(hostname) ? [UNENCRYPTED] : []
}

/** Finds problems of the account's variables that no variable shows alone. */
export function findAccountProblems(environment: NodeJS.ProcessEnv): ConfigProblem[] {
  return [...findMissing(environment), ...findUnencrypted(environment)]
}
