import { newRsaKeys } from '@uni-phone/test-support/services'
import { createWeChatClient } from '@uni-phone/wechat'
import { SANDBOX_APP_ID, startEmulator } from '@uni-phone/wechat-emulator'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lookAt, SECRETS, startWebServer } from './diagnosed-machine'

const TOKEN_PATH = '/cgi-bin/stable_token'
const ACCOUNT = { WECHAT_APPID: SANDBOX_APP_ID, WECHAT_SECRET: SECRETS.appSecret, VITE_API_BASE_URL: '' }

const askThrough = (url: string, env: NodeJS.ProcessEnv = {}) =>
  lookAt({ env: { ...ACCOUNT, WECHAT_API_BASE_URL: url, ...env } })

const containing = (text: string): string => expect.stringContaining(text) as string

test('a token can be had, and the one in use is left as it is', async () => {
  await using emulator = await startEmulator()
  const client = createWeChatClient({ appId: SANDBOX_APP_ID, appSecret: SECRETS.appSecret, baseUrl: emulator.url })
  const token = await client.getAccessToken()
  const { of, text } = await askThrough(emulator.url, { WECHAT_TOKEN_ENDPOINT: 'classic' })
  expect(of('wechat.token')).toMatchObject([{ status: 'ok' }])
  expect(of('appid')).toMatchObject([{ status: 'ok', message: { zh: containing(SANDBOX_APP_ID) } }])
  expect(emulator.requests().filter(({ path }) => path.startsWith('/cgi-bin/token'))).toEqual([])
  expect(emulator.state().tokens).toHaveLength(1)
  expect(text).not.toContain(token)
  const { code } = emulator.createPhoneCode({ phoneNumber: '13800138000' })
  expect(await client.getPhoneNumber(code)).toMatchObject({ phoneNumber: '13800138000' })
  await client.close()
})

test.each([
  ['an AppID that WeChat does not know', 40013, { WECHAT_APPID: 'wx1234567890abcdef' }, 'AppID'],
  ['a wrong secret', 40125, { WECHAT_SECRET: 'fedcba9876543210fedcba9876543210' }, 'WECHAT_SECRET'],
])('%s is %d, with what to do', async (_, errcode, env, advice) => {
  await using emulator = await startEmulator()
  const { of } = await askThrough(emulator.url, env)
  expect(of('wechat.token')).toMatchObject([
    { status: 'failed', message: { zh: containing(`errcode ${errcode}`) }, advice: { en: containing(advice) } },
  ])
})

test('40164 names the address to allow, and on which of the two lists', async () => {
  await using emulator = await startEmulator()
  emulator.setAccount({ appid: SANDBOX_APP_ID, ipAllowList: ['203.0.113.9'] })
  const [diagnostic] = (await askThrough(emulator.url)).of('wechat.token')
  expect(diagnostic?.message).toEqual({ zh: containing('127.0.0.1'), en: containing('127.0.0.1') })
  expect(diagnostic?.advice).toEqual({
    zh: containing('不是“代码上传白名单”'),
    en: containing('not the code-upload list'),
  })
})

test('a frozen secret is 40243', async () => {
  await using emulator = await startEmulator()
  emulator.setAccount({ appid: SANDBOX_APP_ID, secretFrozen: true })
  const { of } = await askThrough(emulator.url)
  expect(of('wechat.token')).toMatchObject([
    { message: { en: containing('40243') }, advice: { zh: containing('解冻') } },
  ])
})

test.each([
  ['silence', { hang: true }, '没有及时响应', 'firewall'],
  ['a page in place of JSON', { body: '<html>' }, '不是微信的 JSON', 'WECHAT_API_BASE_URL'],
  ['a page of an error', { status: 404, body: '<html>' }, 'HTTP 404', 'WECHAT_API_BASE_URL'],
  ['a body that arrived chunked', { status: 412 }, 'HTTP 412', 'Content-Length'],
  ['a broken connection', { reset: 'before' }, '连不上微信', 'firewall'],
] as const)('%s is told apart', async (_, fault, found, advice) => {
  await using emulator = await startEmulator()
  emulator.addFault({ path: TOKEN_PATH, times: 2, fault })
  const { of } = await lookAt({ env: { ...ACCOUNT, WECHAT_API_BASE_URL: emulator.url }, timeoutMs: 300 })
  expect(of('wechat.token')).toMatchObject([
    { status: 'failed', message: { zh: containing(found) }, advice: { en: containing(advice) } },
  ])
})

test('a base URL where nothing listens, and one that does not resolve, are told apart', async () => {
  const nobody = (await askThrough('http://127.0.0.1:1')).of('wechat.token')
  expect(nobody).toMatchObject([{ message: { en: containing('ECONNREFUSED') }, advice: { zh: containing('监听') } }])
  const nowhere = (await askThrough('http://wechat.invalid')).of('wechat.token')
  expect(nowhere).toMatchObject([{ status: 'failed', advice: { zh: containing('DNS') } }])
})

test('https that is not https is told as such', async () => {
  const { port } = await startWebServer((_, response) => response.end())
  const { of } = await askThrough(`https://127.0.0.1:${port}`)
  expect(of('wechat.token')).toMatchObject([{ status: 'failed', advice: { en: containing('certificate') } }])
})

test.each([
  [0, 'ok', '一致'],
  [90_000, 'warning', '快 90 秒'],
  [-3_600_000, 'failed', '慢 3600 秒'],
])('a clock that is off by %d ms is %s', async (skewMs, status, found) => {
  const stopped = Math.floor(Date.now() / 1000) * 1000
  const env = { ...ACCOUNT, WECHAT_API_BASE_URL: (await stoppedClock(stopped)).url }
  const { of } = await lookAt({ env, now: () => stopped + skewMs })
  expect(of('clock')).toMatchObject([{ status, message: { zh: containing(found) } }])
})

/** Something whose clock stands still. */
function stoppedClock(ms: number) {
  return startWebServer((_, response) => response.setHeader('date', new Date(ms).toUTCString()).end())
}

test('a WeChat that cannot be reached tells no time', async () => {
  expect((await askThrough('http://127.0.0.1:1')).of('clock')).toMatchObject([{ status: 'skipped' }])
})

test('the sandbox asks nothing of WeChat', async () => {
  const { of } = await lookAt()
  expect(of('wechat.token')).toMatchObject([{ status: 'skipped' }])
  expect(of('clock')).toEqual([])
})

test('each of several mini programs is asked for, and a broken secret is named', async () => {
  await using emulator = await startEmulator({ appId: 'wx1111111111111111', appSecret: '1'.repeat(32) })
  emulator.setAccount({ appid: 'wx2222222222222222', secret: '2'.repeat(32) })
  const apps = ['1', '2'].map((digit) => ({ WECHAT_APPID: `wx${digit.repeat(16)}`, WECHAT_SECRET: '1'.repeat(32) }))
  const env = { WECHAT_APPS: JSON.stringify(apps), WECHAT_API_BASE_URL: emulator.url, VITE_API_BASE_URL: '' }
  const { of, text } = await lookAt({ env: { ...env, MINIPROGRAM_APPID: 'wx2222222222222222' } })
  expect(of('wechat.token')).toMatchObject([
    { status: 'ok', message: { zh: containing('wx1111111111111111') } },
    { status: 'failed', message: { en: containing('wx2222222222222222: WeChat refuses') } },
  ])
  expect(of('miniprogram.appid')).toMatchObject([{ status: 'ok' }])
  expect(text).not.toContain('1'.repeat(32))
})

test('a rid stands beside the page that explains it, and for how long', async () => {
  await using emulator = await startEmulator()
  emulator.setAccount({ appid: SANDBOX_APP_ID, secretFrozen: true })
  const [diagnostic] = (await askThrough(emulator.url)).of('wechat.token')
  expect(diagnostic?.message.en).toContain('rid ')
  expect(diagnostic?.advice).toEqual({
    zh: expect.stringMatching(/7 天.*tab=errorDiag/) as string,
    en: expect.stringMatching(/7 days.*tab=errorDiag/) as string,
  })
})

test('a token server is asked in place of WeChat', async () => {
  await using emulator = await startEmulator()
  const server = await startWebServer((request, response) => {
    if (request.headers.authorization !== 'Bearer open-sesame') response.writeHead(401)
    response.end('{"access_token":"73_token","expires_in":7200}')
  })
  const token = { WECHAT_TOKEN_URL: `${server.url}/wechat`, WECHAT_TOKEN_BEARER: 'open-sesame' }
  const right = await askThrough(emulator.url, token)
  expect(right.of('token-server')).toMatchObject([{ status: 'ok', message: { en: containing(server.url) } }])
  expect(right.of('wechat.token')).toMatchObject([{ status: 'ok' }])
  expect(emulator.requests()).toEqual([])
  const wrong = await askThrough(emulator.url, { ...token, WECHAT_TOKEN_BEARER: 'open-barley' })
  expect(wrong.of('wechat.token')).toMatchObject([{ status: 'failed', advice: { en: containing('token server') } }])
  expect(right.text + wrong.text).not.toMatch(/sesame|barley/)
})

test.each([
  ['ok', 21],
  ['warning', 20],
  ['failed', 0],
])('paid calls left are %s with %d of 100', async (status, left) => {
  await using emulator = await startEmulator()
  emulator.setAccount({ appid: SANDBOX_APP_ID, packs: [{ all: 100, used: 100 - left }] })
  const { of } = await askThrough(emulator.url, { WECHAT_QUOTA_SPU_ID: '10000077' })
  expect(of('wechat.quota')).toMatchObject([{ status, message: { en: containing(`${left} of 100`) } }])
  expect((await askThrough(emulator.url)).of('wechat.quota')).toEqual([])
})

const rsa = newRsaKeys()
const sm2 = generateKeyPairSync('ec', {
  namedCurve: 'prime256v1',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const AES = Buffer.alloc(32, 7).toString('base64')
const SM4 = Buffer.alloc(16, 7).toString('base64')

test.each([
  ['keys that can be used', AES, rsa.privateKey, 'ok', 'encrypted and signed'],
  ['an SM4 key', SM4, rsa.privateKey, 'failed', 'no SM2 and SM4'],
  ['an SM2 key', AES, sm2.privateKey, 'failed', 'no SM2 and SM4'],
  ['no key at all', AES, 'nonsense', 'failed', 'expected PEM'],
])('API security with %s', async (_, symmetric, privateKey, status, words) => {
  await using emulator = await startEmulator()
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-keys-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return `${name}-1=${join(folder, name)}`
  }
  const { of, text } = await askThrough(emulator.url, {
    WECHAT_SECURITY_SYMMETRIC: write('sym', symmetric),
    WECHAT_SECURITY_ASYMMETRIC: write('asym', privateKey),
    WECHAT_SECURITY_CERTIFICATES: write('cert', rsa.publicKey),
  })
  expect(of('wechat.security')).toMatchObject([{ status, message: { en: containing(words) } }])
  for (const secret of [symmetric, privateKey.split('\n')[1] ?? privateKey]) expect(text).not.toContain(secret)
})
