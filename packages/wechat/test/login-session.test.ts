import { describe, expect, test } from 'vitest'
import { rejection, SESSION_PATH, setup } from './setup'

describe('codeToSession', () => {
  test('returns openid, unionid and session key from a reply without errcode', async () => {
    await using t = await setup()
    const user = { openid: 'oAbcdefghijklmnopqrstuvwxyz0', unionid: 'u-1' }
    const session = await t.client.codeToSession(t.emulator.createLoginCode(user).code)
    expect(session).toEqual({ ...user, sessionKey: expect.stringMatching(/^.{22}==$/) as string })
  })

  test('accepts a login code only once (40163)', async () => {
    await using t = await setup()
    const { code } = t.emulator.createLoginCode()
    await t.client.codeToSession(code)
    expect(await rejection(t.client.codeToSession(code))).toMatchObject({ code: 'code_rejected', errcode: 40163 })
  })

  test('rejects a session of the wrong shape', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: SESSION_PATH, fault: { body: '{"openid":1}' } })
    const expected = { code: 'outcome_unknown', reason: 'malformed_reply' }
    expect(await rejection(t.client.codeToSession('0'.repeat(32)))).toMatchObject(expected)
  })
})
