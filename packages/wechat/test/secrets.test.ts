import { inspect } from 'node:util'
import { SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { describe, expect, test } from 'vitest'
import { PHONE_INFO, PHONE_PATH, rejection, SESSION_PATH, setup, TOKEN_PATH, WATERMARK } from './setup'

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

/** Returns everything that a log could print: message, stack, properties, and the same of the causes. */
function printed(error: unknown): string {
  return [inspect(error, { depth: 10, showHidden: true }), String(error), JSON.stringify(error)].join('\n')
}

describe.each([PHONE_PATH, TOKEN_PATH, SESSION_PATH])('an error of %s', (path) => {
  test.each(FAULTS)('contains no secret, token, code or phone number after %j', async (fault) => {
    await using t = await setup()
    const token = path === TOKEN_PATH ? 'not fetched' : await t.client.getAccessToken()
    const code = path === SESSION_PATH ? t.emulator.createLoginCode().code : t.newCode()
    t.emulator.addFault({ path, times: 10, fault })
    const options = 'hang' in fault ? { timeoutMs: 100 } : {}
    const call = path === SESSION_PATH ? 'codeToSession' : 'getPhoneNumber'
    const text = printed(await rejection(t.client[call](code, options))) + printed(t.events)
    await t.emulator.close()
    for (const secret of [SANDBOX_APP_SECRET, token, code, '13800138000']) expect(text).not.toContain(secret)
  })
})

test('an unreachable WeChat gives an error without the requested URL', async () => {
  await using t = await setup({ baseUrl: 'http://127.0.0.1:1' })
  const text = printed(await rejection(t.client.codeToSession('a-login-code')))
  expect(text).not.toContain(SANDBOX_APP_SECRET)
  expect(text).not.toContain('a-login-code')
  expect(text).toContain('ECONNREFUSED')
})

test('the number of another mini program is not in the error that refuses it', async () => {
  await using t = await setup()
  const watermark = { ...WATERMARK, appid: 'wx1111111111111111' }
  const info = { ...PHONE_INFO, phoneNumber: '13900139000', purePhoneNumber: '13900139000', watermark }
  t.emulator.addFault({ path: PHONE_PATH, fault: { body: JSON.stringify({ errcode: 0, phone_info: info }) } })
  expect(printed(await rejection(t.client.getPhoneNumber(t.newCode())))).not.toContain('13900139000')
})
