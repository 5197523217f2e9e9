import { inspect } from 'node:util'
import { SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { expect, test } from 'vitest'
import { PHONE_PATH, rejection, SESSION_PATH, setup, TOKEN_PATH } from './setup'

const FAULTS = [
  { errcode: 40029 },
  { errcode: 40013 },
  { errcode: -1 },
  { errcode: 99999 },
  { status: 502, body: 'Bad Gateway' },
  { status: 412, body: '' },
  { body: '<html>' },
  { reset: 'before' },
  { reset: 'after' },
  { hang: true },
] as const

/** Everything a log could print of an error: message, stack, properties, and the same of its causes. */
function printed(error: unknown): string {
  return [inspect(error, { depth: 10, showHidden: true }), String(error), JSON.stringify(error)].join('\n')
}

for (const path of [PHONE_PATH, TOKEN_PATH, SESSION_PATH])
  test.each(FAULTS)(`no error of ${path} quotes a secret, a token, a code or a number (%j)`, async (fault) => {
    await using t = await setup({ timeoutMs: 300 })
    const token = path === TOKEN_PATH ? 'none yet' : await t.client.getAccessToken()
    const code = path === SESSION_PATH ? t.emulator.createLoginCode().code : t.newCode()
    t.emulator.addFault({ path, times: 10, fault })
    const call = path === SESSION_PATH ? t.client.codeToSession(code) : t.client.getPhoneNumber(code)
    const text = printed(await rejection(call)) + printed(t.events)
    for (const secret of [SANDBOX_APP_SECRET, token, code, '13800138000']) expect(text).not.toContain(secret)
  })

test('an unreachable WeChat is an error without the URL that was asked', async () => {
  await using t = await setup({ baseUrl: 'http://127.0.0.1:1' })
  const text = printed(await rejection(t.client.codeToSession('a-login-code')))
  expect(text).not.toContain(SANDBOX_APP_SECRET)
  expect(text).not.toContain('a-login-code')
  expect(text).toContain('ECONNREFUSED')
})

test("a number of another mini program's is not in the error that refuses it", async () => {
  await using t = await setup()
  const watermark = { timestamp: 1795327200, appid: 'wx1111111111111111' }
  const info = { phoneNumber: '13900139000', purePhoneNumber: '13900139000', countryCode: '86', watermark }
  t.emulator.addFault({ path: PHONE_PATH, fault: { body: JSON.stringify({ errcode: 0, phone_info: info }) } })
  expect(printed(await rejection(t.client.getPhoneNumber(t.newCode())))).not.toContain('13900139000')
})
