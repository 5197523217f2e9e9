import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError, findConfigProblems, readConfig } from '../src/index'

const [FIRST, SECOND] = ['wx1111111111111111', 'wx2222222222222222']
const [SECRET, OTHER_SECRET] = ['fedcba9876543210fedcba9876543210', '0123456789abcdef0123456789abcdef']
const ACCOUNT = { WECHAT_APPID: FIRST, WECHAT_SECRET: SECRET }
const OTHER_ACCOUNT = { WECHAT_APPID: SECOND, WECHAT_SECRET: OTHER_SECRET }

function write(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-apps-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** Every problem is found twice: by the server, and by `diagnose`. */
function problemsOf(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    expect(findConfigProblems(environment)).toEqual(error.problems)
    return error.message
  }
  return ''
}

const listed = (...apps: unknown[]): NodeJS.ProcessEnv => ({ WECHAT_APPS: JSON.stringify(apps) })

test('addresses of WeChat are a list in order of preference', () => {
  const value = 'https://api.weixin.qq.com/, https://api2.weixin.qq.com'
  expect(readConfig({ ...ACCOUNT, WECHAT_API_BASE_URL: value })).toMatchObject({
    apps: [{ baseUrls: ['https://api.weixin.qq.com', 'https://api2.weixin.qq.com'] }],
  })
  expect(problemsOf({ WECHAT_API_BASE_URL: 'https://a.example.com,b' })).toContain('several are separated by commas')
  const inClear = {
    ...ACCOUNT,
    NODE_ENV: 'production',
    WECHAT_API_BASE_URL: 'https://a.example.com,http://b.example.com',
  }
  expect(problemsOf(inClear)).toContain('WECHAT_API_BASE_URL must be https in production')
})

test('a token server has a URL and a bearer token, which is never quoted', () => {
  const url = 'https://token.example.com/wechat?app=1'
  const server = { WECHAT_TOKEN_URL: url, WECHAT_TOKEN_BEARER: 'open-sesame' }
  expect(readConfig({ ...ACCOUNT, ...server })).toMatchObject({
    apps: [{ accessToken: { url, bearer: 'open-sesame' } }],
  })
  expect(problemsOf({ ...ACCOUNT, WECHAT_TOKEN_URL: url })).toContain('WECHAT_TOKEN_BEARER is missing')
  expect(problemsOf({ ...ACCOUNT, WECHAT_TOKEN_BEARER: 'x' })).toContain('WECHAT_TOKEN_URL is missing')
  const spaced = problemsOf({ ...ACCOUNT, WECHAT_TOKEN_URL: url, WECHAT_TOKEN_BEARER: 'open sesame' })
  expect(spaced).toContain('WECHAT_TOKEN_BEARER must be a token without spaces')
  expect(spaced).not.toContain('sesame')
  const inClear = { ...ACCOUNT, ...server, NODE_ENV: 'production', WECHAT_TOKEN_URL: 'http://token.example.com' }
  expect(problemsOf(inClear)).toContain('WECHAT_TOKEN_URL must be https in production')
})

test('keys of API security come from files', () => {
  const security = {
    WECHAT_SECURITY_SYMMETRIC: `sym-1=${write('sym', 'a2V5\n')}`,
    WECHAT_SECURITY_ASYMMETRIC: `asym-1=${write('key.pem', 'PEM')}`,
    WECHAT_SECURITY_CERTIFICATES: `old=${write('old.pem', 'OLD')},new=${write('new.pem', 'NEW')}`,
  }
  expect(readConfig({ ...ACCOUNT, ...security }).apps[0].security).toEqual({
    symmetric: { serial: 'sym-1', key: 'a2V5' },
    asymmetric: { serial: 'asym-1', privateKey: 'PEM' },
    certificates: [
      { serial: 'old', certificate: 'OLD' },
      { serial: 'new', certificate: 'NEW' },
    ],
  })
  expect(readConfig(ACCOUNT).apps[0].security).toBe(undefined)
  const { WECHAT_SECURITY_ASYMMETRIC: asymmetric, ...others } = security
  expect(problemsOf({ ...ACCOUNT, ...others })).toContain('WECHAT_SECURITY_ASYMMETRIC is missing')
  expect(problemsOf({ ...ACCOUNT, ...security, WECHAT_SECURITY_SYMMETRIC: 'sym-1=/no/such/file' })).toMatch(
    /WECHAT_SECURITY_SYMMETRIC: \/no\/such\/file cannot be read \(ENOENT\)/,
  )
  const pasted = problemsOf({ ...ACCOUNT, ...security, WECHAT_SECURITY_ASYMMETRIC: '-----BEGIN KEY-----' })
  expect(pasted).toContain('WECHAT_SECURITY_ASYMMETRIC must be `serial=path`')
  expect(pasted).not.toContain('BEGIN')
  expect(asymmetric).toBeDefined()
})

test('several mini programs stand in a list, and share what stands outside', () => {
  const own = { ...OTHER_ACCOUNT, WECHAT_TOKEN_ENDPOINT: 'classic', WECHAT_API_BASE_URL: 'https://b.example.com' }
  const shared = { WECHAT_API_BASE_URL: 'https://a.example.com', WECHAT_QUOTA_SPU_ID: '10000077' }
  expect(readConfig({ ...listed(ACCOUNT, own), ...shared })).toMatchObject({
    mode: 'wechat',
    apps: [
      { appId: FIRST, appSecret: SECRET, accessToken: 'stable', baseUrls: ['https://a.example.com'] },
      { appId: SECOND, appSecret: OTHER_SECRET, accessToken: 'classic', baseUrls: ['https://b.example.com'] },
    ],
  })
  expect(readConfig({ ...listed(ACCOUNT, own), ...shared }).apps.map(({ quotaSpuId }) => quotaSpuId)).toEqual([
    '10000077',
    '10000077',
  ])
  const path = write('apps.json', JSON.stringify([ACCOUNT, own]))
  expect(readConfig({ WECHAT_APPS: path, NODE_ENV: 'production' }).apps.map(({ appId }) => appId)).toEqual([
    FIRST,
    SECOND,
  ])
})

test('one of the list may be the emulator’s, outside production', () => {
  const apps = listed(ACCOUNT, { ...OTHER_ACCOUNT, WECHAT_MODE: 'sandbox' })
  expect(readConfig({ ...apps, EMULATOR_PORT: '8799' }).apps.map(({ baseUrls }) => baseUrls[0])).toEqual([
    'https://api.weixin.qq.com',
    'http://127.0.0.1:8799',
  ])
  expect(problemsOf({ ...apps, NODE_ENV: 'production' })).toContain('WECHAT_APPS[1]: WECHAT_MODE must not be sandbox')
})

test('the sandbox needs no list and reads none', () => {
  expect(readConfig({ WECHAT_MODE: 'sandbox', WECHAT_APPS: 'nonsense' })).toMatchObject({
    mode: 'sandbox',
    apps: [{ appId: 'wx0000000000000000' }],
  })
})

test.each<[string, NodeJS.ProcessEnv, string]>([
  ['no JSON', { WECHAT_APPS: `[{"WECHAT_SECRET": "${SECRET}"` }, 'WECHAT_APPS must be a JSON list'],
  ['an empty list', { WECHAT_APPS: '[]' }, 'WECHAT_APPS must be a JSON list'],
  ['a file that is not there', { WECHAT_APPS: '/no/such/file' }, '(ENOENT)'],
  ['no object', listed(ACCOUNT, SECRET), 'WECHAT_APPS[1] must be an object'],
  ['a number', listed({ ...ACCOUNT, WECHAT_SECRET: 5 }), 'WECHAT_APPS[0].WECHAT_SECRET must be a string'],
  ['a name that is none', listed({ ...ACCOUNT, secret: SECRET }), 'WECHAT_APPS[0].secret is not a variable'],
  ['no secret', listed({ WECHAT_APPID: FIRST }), 'WECHAT_APPS[0]: WECHAT_SECRET is missing'],
  ['nothing', listed({}), 'WECHAT_APPS[0]: WECHAT_APPID is missing'],
  [
    'a wrong secret',
    listed(ACCOUNT, { ...OTHER_ACCOUNT, WECHAT_SECRET: `${SECRET}0` }),
    'WECHAT_APPS[1]: WECHAT_SECRET must be 32',
  ],
  ['one AppID twice', listed(ACCOUNT, ACCOUNT), 'WECHAT_APPS[1].WECHAT_APPID is that of an earlier entry'],
  ['an account beside it', { ...listed(ACCOUNT), ...OTHER_ACCOUNT }, 'WECHAT_SECRET belongs into the entries'],
])('a list with %s is refused, and nothing of it is quoted', (_, environment, words) => {
  const text = problemsOf(environment)
  expect(text).toContain(words)
  expect(text).not.toContain(SECRET)
  expect(text).not.toContain(OTHER_SECRET)
})
