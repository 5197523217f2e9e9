import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { SANDBOX_APP_ID } from '../../src/index'
import { ridIn } from '../support/natural-errcodes'
import { rule } from '../support/rules'
import { CHECK_DATA, CLEAR_QUOTA, OTHER_APP_ID, RID_GET, setup, START } from '../support/setup'

const DAY = 86_400_000
const OWN = { appid: SANDBOX_APP_ID }

function setupTools() {
  const given = setup()
  const ask = async (path: string, body: unknown) => given.post(`${path}?access_token=${await given.token()}`, body)
  return { ...given, ask }
}

describe('a rid', () => {
  test(rule('rid.lookup', 'gives the request it belongs to'), async () => {
    const { ask, exchange, emulator } = setupTools()
    const { errmsg, text } = await exchange('x')
    const { json } = await ask(RID_GET, { rid: ridIn(errmsg) })
    expect(json).toMatchObject({
      errcode: 0,
      errmsg: 'ok',
      request: { invoke_time: START / 1000, request_body: '{"code":"x"}', response_body: text, client_ip: '127.0.0.1' },
    })
    expect(JSON.stringify(emulator.requests())).not.toContain('request_body":"{')
  })

  test(rule('rid.lookup', 'is forgotten after 7 days'), async () => {
    const { ask, exchange, emulator } = setupTools()
    const rid = ridIn((await exchange('x')).errmsg)
    emulator.advance(7 * DAY)
    expect((await ask(RID_GET, { rid })).errcode).toBe(0)
    emulator.advance(1)
    expect((await ask(RID_GET, { rid })).errcode).toBe(76001)
  })
})

describe('clearing the quota', () => {
  test(rule('quota.clear', 'gives the calls of the day back'), async () => {
    const { ask, classic, emulator } = setupTools()
    emulator.setQuotas({ tokensPerDay: 1 })
    await classic()
    expect((await classic()).errcode).toBe(45009)
    expect((await ask(CLEAR_QUOTA, OWN)).json).toEqual({ errcode: 0, errmsg: 'ok' })
    expect((await classic()).json).toHaveProperty('access_token')
  })

  test(rule('quota.clear', 'works ten times a month, and not for another AppID'), async () => {
    const { ask, emulator } = setupTools()
    for (let time = 1; time <= 10; time += 1) expect((await ask(CLEAR_QUOTA, OWN)).errcode).toBe(0)
    expect((await ask(CLEAR_QUOTA, OWN)).errcode).toBe(48006)
    expect((await ask(CLEAR_QUOTA, { appid: OTHER_APP_ID })).errcode).toBe(40013)
    expect((await ask(CLEAR_QUOTA, {})).errcode).toBe(41002)
    emulator.advance(9 * DAY)
    expect((await ask(CLEAR_QUOTA, OWN)).errcode).toBe(0)
  })
})

describe('checking encrypted data', () => {
  test(rule('legacy.check', 'knows its own data for 3 days'), async () => {
    const { ask, emulator } = setupTools()
    const { encryptedData } = emulator.createEncryptedPhoneNumber({ loginCode: emulator.createLoginCode().code })
    const encrypted_msg_hash = createHash('sha256').update(encryptedData).digest('hex')
    const known = await ask(CHECK_DATA, { encrypted_msg_hash })
    expect(known.json).toEqual({ errcode: 0, errmsg: 'ok', vaild: true, create_time: START / 1000 })
    emulator.advance(3 * DAY + 1)
    expect((await ask(CHECK_DATA, { encrypted_msg_hash })).errcode).toBe(1)
  })

  test.each([
    [{}, 47001],
    [{ encrypted_msg_hash: 'x' }, 40097],
    [{ encrypted_msg_hash: 'a'.repeat(64) }, 1],
  ])(rule('legacy.check', '%j gets %i'), async (body, errcode) => {
    expect((await setupTools().ask(CHECK_DATA, body)).errcode).toBe(errcode)
  })
})
