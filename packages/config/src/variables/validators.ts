import { isIP } from 'node:net'
import { z } from 'zod'

/** Trusted reverse proxies: the number of them, nearest first, or their addresses and CIDRs. */
export type TrustProxy = number | readonly string[]

/** Validators: a zod check and the requirement in words. zod's own messages are never shown. */

const PORT = {
  zh: '须为 0 到 65535 的端口号',
  en: 'must be a port, 0 to 65535',
}
const portNumber = z.coerce.number().int().min(0).max(65_535)
export const optionalPort = { check: portNumber.optional(), message: PORT }
export const port = (fallback: number) => ({ check: portNumber.default(fallback), message: PORT })

export const wholeNumber = (min: number, max: number, fallback: number) => ({
  check: z.coerce.number().int().min(min).max(max).default(fallback),
  message: { zh: `须为 ${min} 到 ${max} 的整数`, en: `must be a whole number, ${min} to ${max}` },
})

export const optionalWholeNumber = (min: number, max: number) => ({
  check: z.coerce.number().int().min(min).max(max).optional(),
  message: { zh: `须为 ${min} 到 ${max} 的整数`, en: `must be a whole number, ${min} to ${max}` },
})

const oneOf = (values: readonly string[]) => ({
  zh: `须为以下之一：${values.join('、')}`,
  en: `must be one of: ${values.join(', ')}`,
})

export const optionalChoice = <const Choices extends readonly [string, ...string[]]>(choices: Choices) => ({
  check: z.enum(choices).optional(),
  message: oneOf(choices),
})

/** The first choice is the default. */
export const choice = <const Choices extends readonly [string, ...string[]]>(choices: Choices) => ({
  check: z.enum(choices).default(choices[0] as Choices[number] & string),
  message: oneOf(choices),
})

export const text = { check: z.string().optional(), message: { zh: '须为文本', en: 'must be text' } }

/** A path is appended to the address, so a query or hash would break it; credentials would reach a log. */
function isBaseUrl(value: string): boolean {
  const { username, password, search, hash } = new URL(value)
  return username + password + search + hash === ''
}

export const httpUrl = {
  check: z
    .url({ protocol: /^https?$/, abort: true })
    .refine(isBaseUrl)
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  message: { zh: '须为地址，如 https://api.example.com', en: 'must be an address such as https://api.example.com' },
}

function isHttpUrl(value: string): boolean {
  return /^https?:\/\/[^/]/.test(value) && URL.canParse(value)
}

/** Addresses in order of preference. */
export const httpUrls = {
  check: z
    .string()
    .transform(splitList)
    .refine((values) => values.length > 0 && values.every((value) => isHttpUrl(value) && isBaseUrl(value)))
    .transform((values) => values.map((value) => value.replace(/\/+$/, '')))
    .optional(),
  message: {
    zh: '须为地址，如 https://api.example.com，多个用逗号分隔',
    en: 'must be an address such as https://api.example.com; several are separated by commas',
  },
}

function hasNoCredentials(value: string): boolean {
  const { username, password, hash } = new URL(value)
  return username + password + hash === ''
}

/** An address that is requested as it is: with its path and query. */
export const tokenServerUrl = {
  check: z
    .string()
    .refine((value) => isHttpUrl(value) && hasNoCredentials(value))
    .optional(),
  message: {
    zh: '须为不含用户名和密码的地址，如 https://token.example.com/wechat',
    en: 'must be an address without credentials such as https://token.example.com/wechat',
  },
}

/** A key that a file has, and its number in WeChat's console. */
export interface KeyFile {
  readonly serial: string
  readonly path: string
}

const KEY_FILE = /^([^\s=,]+)=([^,]+)$/

function toKeyFiles(value: string): KeyFile[] | undefined {
  const matches = value.split(',').map((part) => KEY_FILE.exec(part.trim()))
  const files = matches.flatMap((match) => (match === null ? [] : [{ serial: match[1] ?? '', path: match[2] ?? '' }]))
  return files.length === matches.length ? files : undefined
}

function isGiven<T>(value: T | undefined): value is T {
  return value !== undefined
}

export const keyFiles = {
  check: z.string().transform(toKeyFiles).refine(isGiven).optional(),
  message: {
    zh: '须为“编号=文件路径”，多个用逗号分隔（密钥本身只放在文件里）',
    en: 'must be `serial=path`, several separated by commas (keys themselves only stand in files)',
  },
}

export const keyFile = {
  check: z
    .string()
    .transform((value) => {
      const files = toKeyFiles(value)
      return files?.length === 1 ? files[0] : undefined
    })
    .refine(isGiven)
    .optional(),
  message: {
    zh: '须为“编号=文件路径”（密钥本身只放在文件里）',
    en: 'must be `serial=path` (the key itself only stands in the file)',
  },
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** ioredis takes a database that is no number, or is out of range, for database 0 without a word. */
function isRedisUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname, username, password, pathname, hash } = new URL(value)
  const isAddress = /^rediss?:$/.test(protocol) && hostname !== '' && hash === ''
  return isAddress && isDecodable(username) && isDecodable(password) && /^\/?(?:\d{1,3})?$/.test(pathname)
}

export const redisUrl = {
  check: z.string().refine(isRedisUrl).optional(),
  message: {
    zh: '须为地址，如 redis://:密码@127.0.0.1:6379/0；密码中的 %、/、#、?、@、: 须作百分号编码（% 写作 %25，/ 写作 %2F），末尾的数据库须为数字',
    en: 'must be an address such as redis://:password@127.0.0.1:6379/0; percent-encode %, /, #, ?, @ and : in the password (% is %25, / is %2F); the database at the end is a number',
  },
}

/** Anything else with a scheme is a database that is not supported, or a mistyped one. */
function isDatabase(value: string): boolean {
  if (!value.includes('://')) return true
  if (!URL.canParse(value)) return false
  const { protocol, hostname, username, password } = new URL(value)
  return /^postgres(?:ql)?:$/.test(protocol) && hostname !== '' && isDecodable(username) && isDecodable(password)
}

export const database = {
  check: z.string().refine(isDatabase).optional(),
  message: {
    zh: '须为 postgres://用户名:密码@主机:5432/数据库名（密码中的 %、/、#、?、@、: 须作百分号编码）、文件路径，或 off',
    en: 'must be postgres://user:password@host:5432/name (percent-encode %, /, #, ?, @ and : in the password), the path of a file, or off',
  },
}

export const encryptionKey = {
  check: z
    .string()
    .regex(/^(?:[\da-f]{64}|[\w+/-]{43}=?)$/i)
    .optional(),
  message: {
    zh: '须为 32 字节的随机密钥，base64 或十六进制：openssl rand -base64 32',
    en: 'must be 32 random bytes in base64 or hex: openssl rand -base64 32',
  },
}

function splitList(value: string): string[] {
  return value.split(/[\s,]+/).filter((part) => part !== '')
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value
}

export const origins = {
  check: z
    .string()
    .transform(splitList)
    .refine((values) => values.every(isOrigin))
    .default([]),
  message: {
    zh: '须为来源，如 https://www.example.com，多个用逗号分隔',
    en: 'must be origins such as https://www.example.com, separated by commas',
  },
}

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal']

function isProxy(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/')
  if (PROXY_NAMES.includes(value)) return true
  const bits = isIP(address) === 4 ? 32 : 128
  return (
    isIP(address) !== 0 &&
    rest.length === 0 &&
    (prefix === undefined || (/^[1-9]\d*$/.test(prefix) && Number(prefix) <= bits))
  )
}

export const trustProxy = {
  check: z
    .string()
    .transform((value): TrustProxy => (/^\d+$/.test(value) ? Number(value) : splitList(value)))
    .refine((value) => (typeof value === 'number' ? value <= 10 : value.every(isProxy)))
    .default(0),
  message: {
    zh: '须为前置代理的个数（0 到 10），或其地址与网段，用逗号分隔；不能信任所有地址',
    en: 'must be the number of proxies in front (0 to 10), or their addresses and CIDRs, separated by commas; never all',
  },
}
