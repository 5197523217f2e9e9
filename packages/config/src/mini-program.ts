import { readTextFile } from './text-file'
import { ConfigError, type ConfigProblem, type KeyFile, readVariable } from './variables'

/** Keys of WeChat's API security, each with its number in the console. */
export interface SecurityKeys {
  readonly symmetric: { readonly serial: string; readonly key: string }
  readonly asymmetric: { readonly serial: string; readonly privateKey: string }
  readonly certificates: readonly { readonly serial: string; readonly certificate: string }[]
}

/** A mini program that the server works for. */
export interface MiniProgram {
  readonly appId: string
  readonly appSecret: string
  /** Base URLs of WeChat's API, in order of preference. */
  readonly baseUrls: readonly [string, ...string[]]
  /** Source of access tokens: an endpoint of WeChat, or a central token server. */
  readonly accessToken: 'stable' | 'classic' | { readonly url: string; readonly bearer: string }
  /** @default calls are neither encrypted nor signed */
  readonly security: SecurityKeys | undefined
  /** Product whose paid calls are watched. @default none */
  readonly quotaSpuId: string | undefined
}

/** Variables of one mini program. */
export interface MiniProgramVariables {
  readonly WECHAT_API_BASE_URL?: readonly string[] | undefined
  readonly WECHAT_TOKEN_ENDPOINT: 'stable' | 'classic'
  readonly WECHAT_TOKEN_URL?: string | undefined
  readonly WECHAT_TOKEN_BEARER?: string | undefined
  readonly WECHAT_QUOTA_SPU_ID?: string | undefined
  readonly WECHAT_SECURITY_SYMMETRIC?: KeyFile | undefined
  readonly WECHAT_SECURITY_ASYMMETRIC?: KeyFile | undefined
  readonly WECHAT_SECURITY_CERTIFICATES?: readonly KeyFile[] | undefined
}

const SECURITY = ['WECHAT_SECURITY_SYMMETRIC', 'WECHAT_SECURITY_ASYMMETRIC', 'WECHAT_SECURITY_CERTIFICATES'] as const
const TOKEN_SERVER = ['WECHAT_TOKEN_URL', 'WECHAT_TOKEN_BEARER'] as const
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

function isUnencrypted(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'http:' && !LOOPBACK.test(hostname)
}

/** Finds addresses that would send the AppSecret or a token over a network in clear. */
function findUnencrypted(environment: NodeJS.ProcessEnv): ConfigProblem[] {
  if (readVariable(environment, 'NODE_ENV') !== 'production') return []
  const isWrong = (name: string): boolean =>
    (readVariable(environment, name) ?? '').split(/[\s,]+/).some((address) => isUnencrypted(address))
  return ['WECHAT_API_BASE_URL', 'WECHAT_TOKEN_URL'].filter(isWrong).map((variable) => ({
    variable,
    zh: `生产环境中 ${variable} 须为 https：密钥、token 和号码会经过它（本机地址除外）`,
    en: `${variable} must be https in production: secrets, tokens and numbers pass through it (loopback excepted)`,
  }))
}

/** Finds the absent variables of a group that is set in part. */
function findIncomplete(environment: NodeJS.ProcessEnv, group: readonly string[]): ConfigProblem[] {
  const given = group.find((name) => readVariable(environment, name) !== undefined)
  if (given === undefined) return []
  return group
    .filter((name) => readVariable(environment, name) === undefined)
    .map((variable) => ({
      variable,
      zh: `缺少 ${variable}：已设置 ${given}，须一起设置`,
      en: `${variable} is missing: ${given} is set, and needs it`,
    }))
}

function describeUnreadable(variable: string, path: string, error: unknown): ConfigProblem[] {
  if (error instanceof ConfigError) return error.problems.map(({ zh, en }) => ({ variable, zh, en }))
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return [
    {
      variable,
      zh: `${variable} 的文件 ${path} 无法读取（${code}）`,
      en: `${variable}: ${path} cannot be read (${code})`,
    },
  ]
}

function findUnreadable(variables: MiniProgramVariables): ConfigProblem[] {
  return SECURITY.flatMap((variable) =>
    [variables[variable] ?? []].flat().flatMap(({ path }: KeyFile) => {
      try {
        readTextFile(path)
        return []
      } catch (error) {
        return describeUnreadable(variable, path, error)
      }
    }),
  )
}

/** Finds problems of a mini program that no variable shows alone. */
export function findMiniProgramProblems(
  environment: NodeJS.ProcessEnv,
  variables: MiniProgramVariables,
): ConfigProblem[] {
  return [
    ...findUnencrypted(environment),
    ...findIncomplete(environment, TOKEN_SERVER),
    ...findIncomplete(environment, SECURITY),
    ...findUnreadable(variables),
  ]
}

export function accessTokenOf({
  WECHAT_TOKEN_URL: url,
  WECHAT_TOKEN_BEARER: bearer,
  WECHAT_TOKEN_ENDPOINT,
}: MiniProgramVariables): MiniProgram['accessToken'] {
  return url === undefined || bearer === undefined ? WECHAT_TOKEN_ENDPOINT : { url, bearer }
}

/** Reads the keys from their files. */
export function securityOf(variables: MiniProgramVariables): SecurityKeys | undefined {
  const { WECHAT_SECURITY_SYMMETRIC: symmetric, WECHAT_SECURITY_ASYMMETRIC: asymmetric } = variables
  const { WECHAT_SECURITY_CERTIFICATES: certificates } = variables
  if (symmetric === undefined || asymmetric === undefined || certificates === undefined) return undefined
  return {
    symmetric: { serial: symmetric.serial, key: readTextFile(symmetric.path).trim() },
    asymmetric: { serial: asymmetric.serial, privateKey: readTextFile(asymmetric.path) },
    certificates: certificates.map(({ serial, path }) => ({ serial, certificate: readTextFile(path) })),
  }
}

export function baseUrlsOf(variables: MiniProgramVariables, otherwise: string): MiniProgram['baseUrls'] {
  const [first = otherwise, ...others] = variables.WECHAT_API_BASE_URL ?? []
  return [first, ...others]
}
