import API from 'co-wechat-api'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '../../src/index'
import { OTHER_APP_ID, PHONE, TOKEN } from '../support/setup'

// as the client's own documentation shows how to add a method
API.mixin({
  async getPhoneNumber(code = '') {
    const { accessToken } = await this.ensureAccessToken()
    const headers = { 'content-type': 'application/json' }
    const options = { method: 'POST', data: JSON.stringify({ code }), headers, dataType: 'json' }
    return this.request(`${this.wxaPrefix}business/getuserphonenumber?access_token=${accessToken}`, options)
  },
})

async function start(appSecret = SANDBOX_APP_SECRET) {
  const emulator = await startEmulator({ log: () => undefined })
  onTestFinished(() => emulator.close())
  const api = new API(SANDBOX_APP_ID, appSecret)
  api.prefix = `${emulator.url}/cgi-bin/`
  api.snsPrefix = `${emulator.url}/sns/`
  api.wxaPrefix = `${emulator.url}/wxa/`
  const calls = (path: string) => emulator.requests().filter((request) => request.path === path).length
  return { api, emulator, calls, newCode: () => emulator.createPhoneCode().code }
}

describe('co-wechat-api, unmodified', () => {
  test('gets a token, keeps it, and exchanges codes', async () => {
    const { api, newCode, calls } = await start()
    for (const code of [newCode(), newCode()]) {
      expect(await api.getPhoneNumber(code)).toMatchObject({ errcode: 0, phone_info: { phoneNumber: '13800138000' } })
    }
    expect([calls(TOKEN), calls(PHONE)]).toEqual([1, 2])
  })

  test('uses the previous token for five minutes and then recovers', async () => {
    const { api, emulator, newCode, calls } = await start()
    await api.getAccessToken()
    const old = api.store
    await api.getAccessToken()
    api.store = old
    expect(await api.getPhoneNumber(newCode())).toMatchObject({ errcode: 0 })
    emulator.advance(300_000)
    expect(await api.getPhoneNumber(newCode())).toMatchObject({ errcode: 0 })
    expect([calls(TOKEN), calls(PHONE)]).toEqual([3, 3])
  })

  test.each(['revoked', 'expired'])('replaces a token that is %s, and the code still works', async (end) => {
    const { api, emulator, newCode, calls } = await start()
    await api.ensureAccessToken()
    if (end === 'revoked') emulator.revokeTokens()
    else emulator.advance(7_200_000)
    expect(await api.getPhoneNumber(newCode())).toMatchObject({ errcode: 0 })
    expect([calls(TOKEN), calls(PHONE)]).toEqual([2, 2])
  })

  test('rejects with 40029 for a code used again', async () => {
    const { api, newCode } = await start()
    const code = newCode()
    await api.getPhoneNumber(code)
    await expect(api.getPhoneNumber(code)).rejects.toMatchObject({
      name: 'WeChatAPIError',
      code: 40029,
      message: expect.stringMatching(/^invalid code hint: \[.*\] rid: /) as string,
    })
  })

  test('gets a session once and then rejects with 40163', async () => {
    const { api, emulator } = await start()
    const { code } = emulator.createLoginCode({ unionid: 'uTester' })
    expect(Object.keys(await api.code2Session(code))).toEqual(['session_key', 'openid', 'unionid'])
    await expect(api.code2Session(code)).rejects.toMatchObject({ code: 40163 })
  })

  test('rejects with 40125 for a wrong secret', async () => {
    const { api } = await start('wrong')
    await expect(api.getAccessToken()).rejects.toMatchObject({ code: 40125 })
  })

  test('rejects with the errcodes of accounts and quotas', async () => {
    const { api, emulator, newCode } = await start()
    emulator.setAccount({ appid: SANDBOX_APP_ID, phoneNumberPermission: false })
    await expect(api.getPhoneNumber(newCode())).rejects.toMatchObject({ code: 48001 })
    emulator.setAccount({ appid: SANDBOX_APP_ID, phoneNumberPermission: true, ipAllowList: [] })
    await expect(api.getAccessToken()).rejects.toMatchObject({ code: 40164 })
    emulator.setAccount({ appid: SANDBOX_APP_ID, ipAllowList: null })
    emulator.setQuotas({ tokensPerDay: 0 })
    await expect(api.getAccessToken()).rejects.toMatchObject({ code: 45009 })
    const { code } = emulator.createPhoneCode({ appid: OTHER_APP_ID })
    await expect(api.getPhoneNumber(code)).rejects.toMatchObject({ code: 40013 })
  })

  test('rejects for a lost answer, and the code is used', async () => {
    const { api, emulator, newCode } = await start()
    const code = newCode()
    emulator.addFault({ path: PHONE, fault: { reset: 'after' } })
    await expect(api.getPhoneNumber(code)).rejects.toThrow(/socket hang up|ECONNRESET/)
    await expect(api.getPhoneNumber(code)).rejects.toMatchObject({ code: 40029 })
  })

  test('rejects for a 502, whether the work was done or not', async () => {
    const { api, emulator, newCode } = await start()
    const codes = [newCode(), newCode()]
    emulator.addFault({ path: PHONE, fault: { status: 502 } })
    emulator.addFault({ path: PHONE, fault: { status: 502, after: true } })
    for (const code of codes) await expect(api.getPhoneNumber(code)).rejects.toThrow('status code: 502')
    expect(await api.getPhoneNumber(codes[0] ?? '')).toMatchObject({ errcode: 0 })
    await expect(api.getPhoneNumber(codes[1] ?? '')).rejects.toMatchObject({ code: 40029 })
  })
})
