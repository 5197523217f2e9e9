import { describe, expect, test } from 'vitest'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '../../src/index'
import { rule } from '../support/rules'
import { matching, setup, STABLE, TOKEN } from '../support/setup'

const SECOND = 1_000
const HOURS_2 = 7_200 * SECOND

describe('every token', () => {
  test.each(['stable', 'classic'] as const)(
    rule('token.answer', '%s: comes with 7200 seconds and without an errcode'),
    async (kind) => {
      const reply = await setup()[kind]()
      expect(reply.json).toEqual({ access_token: expect.any(String) as string, expires_in: 7200 })
      expect(reply.status).toBe(200)
    },
  )

  test.each(['stable', 'classic'] as const)(
    rule('token.string', '%s: has two digits, an underscore and 136 characters in total'),
    async (kind) => {
      const { json } = await setup()[kind]()
      expect(json.access_token).toMatch(/^\d\d_[A-Za-z0-9_-]{127}[A-Z]{6}$/)
      expect(json.access_token).toHaveLength(136)
    },
  )
})

describe('the stable token', () => {
  test(rule('stable.same-token', 'is the same again, with the remaining time'), async () => {
    const { stable, emulator } = setup()
    const first = await stable()
    emulator.advance(100 * SECOND)
    const second = await stable()
    expect(second.json).toEqual({ access_token: first.json.access_token, expires_in: 7100 })
  })

  test(rule('stable.renewal', 'never has less than 300 seconds left'), async () => {
    const { stable, emulator } = setup()
    const first = await stable()
    emulator.advance(HOURS_2 - 300 * SECOND - 1)
    expect((await stable()).json).toEqual({ access_token: first.json.access_token, expires_in: 300 })
    emulator.advance(1)
    const renewed = await stable()
    expect(renewed.json.expires_in).toBe(7200)
    expect(renewed.json.access_token).not.toBe(first.json.access_token)
  })

  test(rule('stable.renewal', 'works to its own end after a renewal and then gets 42001'), async () => {
    const { token, isAlive, exchange, emulator } = setup()
    const old = await token()
    emulator.advance(HOURS_2 - 300 * SECOND)
    const renewed = await token()
    emulator.advance(300 * SECOND - 1)
    expect([await isAlive(old), await isAlive(renewed)]).toEqual([true, true])
    emulator.advance(1)
    expect([await isAlive(old), await isAlive(renewed)]).toEqual([false, true])
    expect((await exchange('x', old)).errcode).toBe(42001)
  })

  test(rule('stable.force', 'ends at once when a new one is forced'), async () => {
    const { stable, token, isAlive, exchange } = setup()
    const old = await token()
    const forced = await stable({ force_refresh: true })
    expect(forced.json.access_token).not.toBe(old)
    expect(forced.json.expires_in).toBe(7200)
    expect(await isAlive(String(forced.json.access_token))).toBe(true)
    expect((await exchange('x', old)).errcode).toBe(40001)
  })

  test(rule('stable.force', 'ends even if it is the one before the last when a new one is forced'), async () => {
    const { stable, token, isAlive, emulator } = setup()
    const oldest = await token()
    emulator.advance(HOURS_2 - 300 * SECOND)
    await token()
    await stable({ force_refresh: true })
    expect(await isAlive(oldest)).toBe(false)
  })

  test(rule('stable.force', 'stays, without an error, when a new one is forced again within 30 seconds'), async () => {
    const { stable, emulator } = setup()
    const first = await stable({ force_refresh: true })
    emulator.advance(30 * SECOND - 1)
    const second = await stable({ force_refresh: true })
    expect(second.json).toEqual({ access_token: first.json.access_token, expires_in: 7170 })
    emulator.advance(1)
    expect((await stable({ force_refresh: true })).json.access_token).not.toBe(first.json.access_token)
  })

  test(rule('stable.force-quota', 'can be forced 20 times a day; the 21st gets 45009'), async () => {
    const { stable, emulator } = setup()
    const force = async () => {
      emulator.advance(30 * SECOND)
      return stable({ force_refresh: true })
    }
    for (let day = 1; day <= 2; day += 1) {
      for (let time = 1; time <= 20; time += 1) expect((await force()).json).toHaveProperty('access_token')
      expect((await force()).errcode).toBe(45009)
      expect((await stable()).json).toHaveProperty('access_token')
      emulator.advance(24 * 3600 * SECOND)
    }
  })

  test('is forced only by force_refresh: true', async () => {
    const { stable } = setup()
    const first = await stable()
    expect((await stable({ force_refresh: 'true' })).json.access_token).toBe(first.json.access_token)
  })
})

describe('the classic token', () => {
  test('is a new one with each call', async () => {
    const { classic } = setup()
    expect((await classic()).json.access_token).not.toBe((await classic()).json.access_token)
  })

  test(rule('token.overlap', 'works for 300 seconds after it was replaced and then gets 40001'), async () => {
    const { classic, isAlive, exchange, emulator } = setup()
    const old = String((await classic()).json.access_token)
    await classic()
    emulator.advance(300 * SECOND - 1)
    expect(await isAlive(old)).toBe(true)
    emulator.advance(1)
    expect((await exchange('x', old)).errcode).toBe(40001)
  })

  test(rule('token.overlap', 'of many, only the last two work'), async () => {
    const { classic, isAlive } = setup()
    const tokens = []
    for (let time = 1; time <= 4; time += 1) tokens.push(String((await classic()).json.access_token))
    expect(await Promise.all(tokens.map(isAlive))).toEqual([false, false, true, true])
  })

  test('does not outlive its own end when it is replaced near it', async () => {
    const { classic, exchange, emulator } = setup()
    const old = String((await classic()).json.access_token)
    emulator.advance(HOURS_2 - 100 * SECOND)
    await classic()
    emulator.advance(100 * SECOND)
    expect((await exchange('x', old)).errcode).toBe(42001)
  })
})

describe('both together', () => {
  test(rule('stable.isolation', 'do not affect each other'), async () => {
    const { stable, classic, token, isAlive, emulator } = setup()
    const steady = await token()
    for (let time = 1; time <= 3; time += 1) await classic()
    expect(await isAlive(steady)).toBe(true)
    const fresh = String((await classic()).json.access_token)
    emulator.advance(30 * SECOND)
    await stable({ force_refresh: true })
    expect([await isAlive(steady), await isAlive(fresh)]).toEqual([false, true])
  })

  test('a thousand later tokens do not displace one that works', async () => {
    const { classic, token, isAlive } = setup()
    const steady = await token()
    for (let time = 1; time <= 1_050; time += 1) await classic()
    expect(await isAlive(steady)).toBe(true)
  })
})

describe('revocation', () => {
  test('gives 40001, and both endpoints then issue new tokens', async () => {
    const { stable, classic, isAlive, exchange, emulator } = setup()
    const ask = async () => [String((await stable()).json.access_token), String((await classic()).json.access_token)]
    const old = await ask()
    emulator.revokeTokens()
    expect(await Promise.all(old.map(async (token) => (await exchange('x', token)).errcode))).toEqual([40001, 40001])
    expect(await Promise.all((await ask()).map(isAlive))).toEqual([true, true])
  })

  test('may be followed at once by a forced refresh', async () => {
    const { stable, isAlive, emulator } = setup()
    await stable({ force_refresh: true })
    emulator.revokeTokens()
    const { json } = await stable({ force_refresh: true })
    expect(await isAlive(String(json.access_token))).toBe(true)
  })
})

describe('requests for a token', () => {
  const REFUSED = [
    ['without an appid', { appid: '' }, 41002, 'appid missing rid: {rid}'],
    ['without a secret', { secret: '' }, 41004, 'appsecret missing rid: {rid}'],
    ['with another grant_type', { grant_type: 'authorization_code' }, 40002, 'invalid grant_type rid: {rid}'],
    ['with an unknown appid', { appid: 'wx2222222222222222' }, 40013, 'invalid appid rid: {rid}'],
    ['with a wrong secret', { secret: 'wrong' }, 40125, 'invalid appsecret, rid: {rid}'],
  ] as const

  for (const kind of ['stable', 'classic'] as const) {
    test.each(REFUSED)(rule('token.parameters', `${kind}: are refused %s`), async (_, changes, errcode, text) => {
      const reply = await setup()[kind](changes)
      expect(reply).toMatchObject({ status: 200, errcode })
      expect(reply.errmsg).toMatch(matching(text))
    })
  }

  test(rule('token.parameters', 'classic: parameters in a POST body are ignored, which gets 41002'), async () => {
    const { post } = setup()
    const body = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
    expect((await post(TOKEN, body)).errcode).toBe(41002)
  })

  test.each([
    ['a GET', { method: 'GET' }, 43002, 'require POST method rid: {rid}'],
    ['an empty POST', { method: 'POST', body: '' }, 44002, 'empty post data rid: {rid}'],
    ['a form', { method: 'POST', body: 'grant_type=client_credential' }, 47001, 'data format error rid: {rid}'],
  ])(rule('stable.post-json', 'stable: %s is refused without a hint'), async (_, init, errcode, text) => {
    const reply = await setup().ask(STABLE, init)
    expect(reply.errcode).toBe(errcode)
    expect(reply.errmsg).toMatch(matching(text))
  })

  test('need the AppID and secret of the options', async () => {
    const { stable } = setup({ appId: 'wx3333333333333333', appSecret: 'mine' })
    expect((await stable()).errcode).toBe(40013)
    expect((await stable({ appid: 'wx3333333333333333', secret: 'mine' })).json).toHaveProperty('access_token')
  })

  test.each([{ appId: '' }, { appId: 'wx 1' }, { appSecret: '' }])('the option %j is a TypeError', (options) => {
    expect(() => setup(options)).toThrow(TypeError)
  })
})
