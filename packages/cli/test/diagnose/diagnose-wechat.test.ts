import { createWeChatClient } from '@uni-phone/wechat'
import { SANDBOX_APP_ID, startEmulator } from '@uni-phone/wechat-emulator'
import { expect, test } from 'vitest'
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
