import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, findConfigProblems, readConfig, readToolConfig, withEnvFile } from '../src/index'

const APPID = 'wx1234567890abcdef'
const SECRET = 'fedcba9876543210fedcba9876543210'

function problemsOf(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

test('without anything it is the sandbox, on the ports of the README', () => {
  expect(readConfig({})).toEqual({
    mode: 'sandbox',
    apps: [
      {
        appId: 'wx0000000000000000',
        appSecret: '0123456789abcdef0123456789abcdef',
        baseUrls: ['http://127.0.0.1:8788'],
        accessToken: 'stable',
        security: undefined,
        quotaSpuId: undefined,
      },
    ],
    port: 8787,
    host: undefined,
    metricsPort: undefined,
    requestTimeoutMs: 5000,
    corsOrigins: [],
    logLevel: 'info',
    responseForm: 'full',
    redisUrl: undefined,
    rateLimitPerMinute: 600,
    refusalsPerMinute: 30,
    answerMemoryMb: 128,
    handlerTimeoutMs: 5000,
    headersTimeoutMs: 10_000,
    bodyTimeoutMs: 15_000,
    keepAliveTimeoutMs: 130_000,
    maxConnections: 10_000,
    shutdownGraceMs: 0,
    trustProxy: 0,
    legacyPhoneNumber: false,
    accounts: { url: '.data/accounts.db', encryptionKey: undefined, recycledAfterDays: 90 },
    checkOpenid: true,
  })
})

test('with an account of WeChat there are accounts only if a database is named', () => {
  const account = { WECHAT_APPID: APPID, WECHAT_SECRET: SECRET }
  expect(readConfig(account)).toMatchObject({ accounts: undefined, checkOpenid: false })
  expect(readConfig({ ...account, WECHAT_CHECK_OPENID: 'on' })).toMatchObject({ checkOpenid: true })
  const named = { ...account, DATABASE_URL: 'people.db' }
  expect(readConfig(named)).toMatchObject({ accounts: { url: 'people.db' }, checkOpenid: true })
  expect(readConfig({ ...named, WECHAT_CHECK_OPENID: 'off' })).toMatchObject({ checkOpenid: false })
  expect(readConfig({ DATABASE_URL: 'off' })).toMatchObject({ accounts: undefined, checkOpenid: false })
})

test.each(['mysql://127.0.0.1/a', 'postgres:///app', 'postgres://app:50%@127.0.0.1/a', 'file:///a.db'])(
  'DATABASE_URL=%s is refused with words and never quoted',
  (value) => {
    const text = problemsOf({ DATABASE_URL: value })
    expect(text).toContain('DATABASE_URL must be postgres://user:password@host:5432/name')
    expect(text).not.toContain(value)
  },
)

test.each([
  'postgres://app:p%40ss@db.example.com/app',
  'postgresql://db/app?sslmode=require',
  'data/people.db',
  '/a b.db',
])('DATABASE_URL=%s is accepted', (url) => {
  expect(readConfig({ DATABASE_URL: url })).toMatchObject({ accounts: { url } })
})

test('a key for phone numbers is 32 bytes in base64 or hex', () => {
  const key = Buffer.alloc(32, 7)
  for (const encryptionKey of [key.toString('base64'), key.toString('base64url'), key.toString('hex')])
    expect(readConfig({ ACCOUNTS_ENCRYPTION_KEY: encryptionKey })).toMatchObject({ accounts: { encryptionKey } })
  for (const wrong of ['secret', key.subarray(1).toString('base64'), `${key.toString('hex')}0`]) {
    expect(problemsOf({ ACCOUNTS_ENCRYPTION_KEY: wrong })).toContain('ACCOUNTS_ENCRYPTION_KEY must be 32 random bytes')
    expect(problemsOf({ ACCOUNTS_ENCRYPTION_KEY: wrong })).not.toContain(wrong)
  }
})

test.each([
  ['2', 2],
  ['10.0.0.0/8, 127.0.0.1', ['10.0.0.0/8', '127.0.0.1']],
  ['loopback', ['loopback']],
])('TRUST_PROXY=%s is understood', (value, trustProxy) => {
  expect(readConfig({ TRUST_PROXY: value })).toMatchObject({ trustProxy })
})

test('metrics have a port of their own, if they have one', () => {
  expect(readConfig({ METRICS_PORT: '9464' })).toMatchObject({ metricsPort: 9464, port: 8787 })
  expect(problemsOf({ METRICS_PORT: '70000' })).toContain('METRICS_PORT must be a port, 0 to 65535')
})

test.each(['all', 'true', '*', '0.0.0.0/0', '::/0', '11', 'example.com'])('TRUST_PROXY=%s is refused', (value) => {
  expect(problemsOf({ TRUST_PROXY: value })).toContain('TRUST_PROXY must be')
})

test('with AppID and secret it is WeChat', () => {
  expect(readConfig({ WECHAT_APPID: APPID, WECHAT_SECRET: SECRET })).toMatchObject({
    mode: 'wechat',
    apps: [{ appId: APPID, appSecret: SECRET, baseUrls: ['https://api.weixin.qq.com'], accessToken: 'stable' }],
  })
})

test('the sandbox may be asked for with an account set', () => {
  const config = readConfig({ WECHAT_APPID: APPID, WECHAT_SECRET: SECRET, WECHAT_MODE: 'sandbox' })
  expect(config).toMatchObject({ mode: 'sandbox', apps: [{ appId: 'wx0000000000000000' }] })
})

test('one of AppID and secret without the other is an error that names the missing one', () => {
  expect(problemsOf({ WECHAT_APPID: APPID })).toContain('WECHAT_SECRET is missing')
  expect(problemsOf({ WECHAT_SECRET: SECRET })).toContain('WECHAT_APPID is missing')
})

test('production without an account names both variables', () => {
  const text = problemsOf({ NODE_ENV: 'production' })
  expect(text).toContain('WECHAT_APPID is missing')
  expect(text).toContain('WECHAT_SECRET is missing')
})

test('production refuses the sandbox', () => {
  expect(
    problemsOf({ NODE_ENV: 'production', WECHAT_APPID: APPID, WECHAT_SECRET: SECRET, WECHAT_MODE: 'sandbox' }),
  ).toContain('WECHAT_MODE must not be sandbox')
})

test('all that is missing or wrong is named in one message', () => {
  const text = problemsOf({
    NODE_ENV: 'production',
    PORT: 'eighty',
    REQUEST_TIMEOUT_MS: '5',
    WECHAT_API_BASE_URL: 'weixin',
    CORS_ORIGINS: 'https://a.example.com/path',
    LOG_LEVEL: 'loud',
    REDIS_URL: 'http://x',
    RATE_LIMIT_PER_MINUTE: '0',
    LEGACY_PHONE_NUMBER: 'yes',
  })
  for (const name of [
    'WECHAT_APPID',
    'WECHAT_SECRET',
    'PORT',
    'REQUEST_TIMEOUT_MS',
    'WECHAT_API_BASE_URL',
    'CORS_ORIGINS',
    'LOG_LEVEL',
    'REDIS_URL',
    'RATE_LIMIT_PER_MINUTE',
    'LEGACY_PHONE_NUMBER',
  ])
    expect(text).toContain(name)
})

test.each(['weixin', 'ftp://a.example.com', 'https://user:pw@a.example.com', 'https://a.example.com/?a=1'])(
  '%s is no address to ask',
  (value) => {
    expect(problemsOf({ WECHAT_API_BASE_URL: value })).toContain('WECHAT_API_BASE_URL must be an address')
  },
)

test('a wrong secret is not repeated in the message', () => {
  expect(problemsOf({ WECHAT_APPID: APPID, WECHAT_SECRET: 'my-secret' })).not.toContain('my-secret')
})

test('an empty variable is an absent one', () => {
  expect(readConfig({ WECHAT_APPID: '', WECHAT_SECRET: ' ', PORT: '' })).toMatchObject({ mode: 'sandbox', port: 8787 })
})

test('.env is read, and the environment wins', () => {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-'))
  writeFileSync(join(folder, '.env'), 'PORT=9001\nHOST=127.0.0.1\n')
  expect(readConfig(withEnvFile({ PORT: '9002' }, folder))).toMatchObject({ port: 9002, host: '127.0.0.1' })
})

test('a folder without .env is no error', () => {
  expect(withEnvFile({ PORT: '9002' }, mkdtempSync(join(tmpdir(), 'uni-phone-')))).toEqual({ PORT: '9002' })
})

test('what is wrong is said in Chinese and in English', () => {
  const text = problemsOf({ WECHAT_APPID: APPID, PORT: 'eighty' })
  for (const words of ['缺少 WECHAT_SECRET', 'WECHAT_SECRET is missing', 'PORT 须为', 'PORT must be'])
    expect(text).toContain(words)
})

test('the commands and the build read their variables with the same checks', () => {
  expect(readToolConfig({})).toEqual({
    emulatorPort: 8788,
    h5Port: 5173,
    lanHost: undefined,
    miniProgramAppId: undefined,
    apiBaseUrls: {},
    devToolsCli: undefined,
    apiTarget: 'http://127.0.0.1:8787',
    sandbox: false,
    optionsApi: false,
    lan: false,
  })
  expect(() => readToolConfig({ H5_PORT: 'front' })).toThrow('H5_PORT must be a port')
  expect(readToolConfig({ WECHAT_APPID: APPID, VITE_API_BASE_URL: 'https://a.example.com/' })).toMatchObject({
    miniProgramAppId: APPID,
    apiBaseUrls: { VITE_API_BASE_URL: 'https://a.example.com' },
  })
  expect(readToolConfig({ WECHAT_APPID: APPID, MINIPROGRAM_APPID: 'touristappid' })).toMatchObject({
    miniProgramAppId: 'touristappid',
  })
})

test('the problems of server and commands are found together, and an environment without any has none', () => {
  const found = findConfigProblems({ WECHAT_SECRET: SECRET, H5_PORT: '-1', LOG_LEVEL: 'loud' })
  expect(found.map(({ variable }) => variable)).toEqual(['WECHAT_APPID', 'LOG_LEVEL', 'H5_PORT'])
  expect(findConfigProblems({})).toEqual([])
})

test.each([
  'redis://:a%b@127.0.0.1:6379',
  'redis://:a/b@127.0.0.1:6379',
  'redis://:a#b@127.0.0.1:6379',
  'redis://127.0.0.1:6379/first',
  'redis://127.0.0.1:6379/-1',
  'redis://:p@',
  'http://127.0.0.1',
])('REDIS_URL=%s is refused with words on percent-encoding and never quoted', (value) => {
  const text = problemsOf({ REDIS_URL: value })
  expect(text).toContain('percent-encode')
  expect(text).toContain('百分号编码')
  expect(text).not.toContain(value)
})

test.each(['redis://127.0.0.1', 'rediss://user:a%2Fb%25@redis:6380/15', 'redis://:p@[::1]:6379/0'])(
  'REDIS_URL=%s is accepted',
  (redisUrl) => {
    expect(readConfig({ REDIS_URL: redisUrl })).toMatchObject({ redisUrl })
  },
)

const PRODUCTION = { NODE_ENV: 'production', WECHAT_APPID: APPID, WECHAT_SECRET: SECRET }

test.each(['http://proxy.example.com', 'http://10.0.0.8:8080', 'http://127.0.0.1.example.com'])(
  'production refuses %s as the address of WeChat',
  (value) => {
    expect(problemsOf({ ...PRODUCTION, WECHAT_API_BASE_URL: value })).toContain('must be https in production')
    expect(problemsOf({ WECHAT_API_BASE_URL: value })).toBe('')
  },
)

test.each(['http://127.0.0.1:8788', 'http://localhost:8788', 'http://[::1]:8788', 'https://proxy.example.com'])(
  'production accepts %s as the address of WeChat',
  (wechatBaseUrl) => {
    expect(readConfig({ ...PRODUCTION, WECHAT_API_BASE_URL: wechatBaseUrl })).toMatchObject({
      apps: [{ baseUrls: [wechatBaseUrl] }],
    })
  },
)

test('a stop is graceful by default, and immediate in the sandbox', () => {
  expect(readConfig(PRODUCTION)).toMatchObject({ shutdownGraceMs: 5000 })
  expect(readConfig({})).toMatchObject({ shutdownGraceMs: 0 })
  expect(readConfig({ SHUTDOWN_GRACE_MS: '800' })).toMatchObject({ shutdownGraceMs: 800 })
})

/** A `.env` as an editor may save it. */
function envFileOf(bytes: Uint8Array): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-config-'))
  writeFileSync(join(folder, '.env'), bytes)
  return withEnvFile({}, folder)
}

const LINES = `WECHAT_APPID=${APPID}\r\n# 密钥\r\nWECHAT_SECRET=${SECRET}\r\n`
const utf16be = Buffer.from(`\uFEFF${LINES}`, 'utf16le').swap16()

test.each([
  ['UTF-8', Buffer.from(LINES)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${LINES}`)],
  ['UTF-16 LE', Buffer.from(`\uFEFF${LINES}`, 'utf16le')],
  ['UTF-16 BE', utf16be],
])('a .env in %s, with the line ends of Windows, is read whole', (_, bytes) => {
  expect(envFileOf(bytes)).toEqual({ WECHAT_APPID: APPID, WECHAT_SECRET: SECRET })
})

test.each([
  ['GBK', Buffer.concat([Buffer.from('# '), Buffer.from([0xc3, 0xdc, 0xd4, 0xbf]), Buffer.from('\r\n')])],
  ['UTF-16 without a mark', Buffer.from(LINES, 'utf16le')],
])('a .env in %s is refused with words that say how to save it', (_, bytes) => {
  expect(() => envFileOf(bytes)).toThrow(/\.env .*UTF-8[^]*save it again/)
})
