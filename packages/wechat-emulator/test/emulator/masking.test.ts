import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '../../src/index'
import { PHONE, SESSION, setup, STABLE, START, TOKEN } from '../support/setup'

describe('the list of requests', () => {
  test('has time, method, path, query, body, outcome, status, errcode, answer and fault of each, masked', async () => {
    const { emulator, ask, post, token } = setup()
    const accessToken = await token()
    emulator.advance(5)
    const { code } = emulator.createPhoneCode()
    await post(`${PHONE}?access_token=${accessToken}`, { code })
    emulator.addFault({ path: PHONE, fault: { status: 502 } })
    await ask(PHONE)
    const common = { at: START + 5, path: PHONE, outcome: 'answered', latencyMs: 0 }
    expect(emulator.requests()).toEqual([
      {
        id: 1,
        at: START,
        method: 'POST',
        path: STABLE,
        query: {},
        body: { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: '***' },
        outcome: 'answered',
        status: 200,
        errcode: null,
        answer: { access_token: `${accessToken.slice(0, 6)}…`, expires_in: 7200 },
        fault: null,
        latencyMs: 0,
      },
      {
        ...common,
        id: 2,
        method: 'POST',
        query: { access_token: `${accessToken.slice(0, 6)}…` },
        body: { code: `${code.slice(0, 6)}…` },
        status: 200,
        errcode: 0,
        answer: {
          errcode: 0,
          errmsg: 'ok',
          phone_info: {
            phoneNumber: '138****8000',
            purePhoneNumber: '138****8000',
            countryCode: '86',
            watermark: { timestamp: START / 1000, appid: SANDBOX_APP_ID },
          },
        },
        fault: null,
      },
      {
        ...common,
        id: 3,
        method: 'GET',
        query: {},
        body: null,
        status: 502,
        errcode: null,
        answer: null,
        fault: 'status',
      },
    ])
  })

  test('shows only harmless fields of a body', async () => {
    const { emulator, post, ask } = setup()
    const openid = `o${'x'.repeat(27)}`
    await post(STABLE, {
      force_refresh: true,
      code: 'short',
      openid,
      other: 'value',
      secret: 1,
      nested: { secret: 'x' },
    })
    await ask(STABLE, { method: 'POST', body: `secret=${SANDBOX_APP_SECRET}` })
    await post(STABLE, { code: 'x'.repeat(3_000) })
    expect(emulator.requests().map(({ body }) => body)).toEqual([
      { force_refresh: 'true', code: '***', openid, other: '***', secret: '***', nested: '***' },
      null,
      null,
    ])
  })

  test('shows only the end of a short number', async () => {
    const { emulator, exchange } = setup()
    await exchange(emulator.createPhoneCode({ phoneNumber: '12345', countryCode: '852' }).code)
    expect(emulator.requests().at(-1)?.answer).toMatchObject({
      phone_info: { phoneNumber: '+85****45', purePhoneNumber: '****45' },
    })
  })

  test('shows AppID and grant_type of a query, cuts codes and tokens short, and hides the rest', async () => {
    const { emulator, session } = setup()
    const { code } = emulator.createLoginCode()
    await session(code, { extra: 'value' })
    expect(emulator.requests()[0]?.query).toEqual({
      appid: SANDBOX_APP_ID,
      secret: '***',
      js_code: `${code.slice(0, 6)}…`,
      grant_type: 'authorization_code',
      extra: '***',
    })
  })

  test('hides a secret that was sent as the AppID or as a parameter name', async () => {
    const { emulator, ask } = setup()
    await ask(`${TOKEN}?appid=${SANDBOX_APP_SECRET}&${SANDBOX_APP_SECRET}=&grant_type=${SANDBOX_APP_SECRET}`)
    expect(inspect(emulator.requests(), { depth: null })).not.toContain(SANDBOX_APP_SECRET)
  })

  test('has no status for a lost answer', async () => {
    const { emulator, ask } = setup()
    emulator.addFault({ path: PHONE, fault: { reset: 'after' } })
    await ask(PHONE).catch(() => undefined)
    expect(emulator.requests()).toMatchObject([{ outcome: 'reset', status: null, errcode: null, fault: 'reset' }])
  })

  test('keeps the last 1,000, oldest first, and counts all', async () => {
    const { emulator, ask } = setup()
    for (let sent = 1; sent <= 1_005; sent += 1) await ask(PHONE)
    const ids = emulator.requests().map(({ id }) => id)
    expect(ids).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 6))
    expect(emulator.state().requestCounts).toEqual({ [PHONE]: 1_005 })
  })

  test('counts unknown paths together', async () => {
    const { emulator, ask } = setup()
    for (const path of ['/a', '/b', SESSION]) await ask(path)
    expect(emulator.state().requestCounts).toEqual({ other: 2, [SESSION]: 1 })
  })
})

describe('the state', () => {
  test('lists tokens, codes and faults, masked', async () => {
    const { emulator, token, exchange } = setup()
    const accessToken = await token()
    const { code, expiresAt } = emulator.createPhoneCode({ openid: 'oUser' })
    const login = emulator.createLoginCode({ openid: 'oUser' })
    await exchange(code, accessToken)
    emulator.addFault({ path: PHONE, times: 3, fault: { body: 'text' } })
    const common = { appid: SANDBOX_APP_ID, openid: 'oUser', expiresAt }
    expect(emulator.state()).toMatchObject({
      now: START,
      clockOffsetMs: 0,
      appId: SANDBOX_APP_ID,
      testUser: { phoneNumber: '138****8000', countryCode: '86' },
      tokens: [{ token: `${accessToken.slice(0, 6)}…`, kind: 'stable', validUntil: START + 7_200_000, isValid: true }],
      phoneCodes: [{ ...common, code: `${code.slice(0, 6)}…`, state: 'used', phoneNumber: '138****8000' }],
      loginCodes: [{ ...common, code: `${login.code.slice(0, 6)}…`, state: 'unused' }],
      faults: [{ path: PHONE, times: 3, kind: 'body', value: null, after: false }],
    })
  })

  test('shows which codes and tokens have expired', async () => {
    const { emulator, token } = setup()
    await token()
    emulator.createPhoneCode()
    emulator.advance(7_200_000)
    expect(emulator.state()).toMatchObject({ tokens: [{ isValid: false }], phoneCodes: [{ state: 'expired' }] })
  })

  test('lists the newest 100 codes', () => {
    const { emulator } = setup()
    for (let made = 1; made <= 120; made += 1) emulator.createPhoneCode({ openid: `o${made}` })
    expect(emulator.state().phoneCodes.map(({ openid }) => openid)).toEqual(
      Array.from({ length: 100 }, (_, index) => `o${index + 21}`),
    )
  })
})

describe('everything', () => {
  test('no code, token, secret or number is readable in requests, state or log', async () => {
    const { emulator, lines, ask, classic, session, token, exchange } = setup()
    const numbers = ['13912345678', '+85251234567']
    const codes = numbers.map((phoneNumber) => emulator.createPhoneCode({ phoneNumber }).code)
    const login = emulator.createLoginCode().code
    const tokens = [await token(), String((await classic()).json.access_token)]
    for (const code of codes) await exchange(code)
    const { session_key } = (await session(login)).json
    await ask(`/unknown?access_token=${tokens[0] ?? ''}&code=${codes[0] ?? ''}&secret=${SANDBOX_APP_SECRET}`)
    emulator.addFault({ path: PHONE, fault: { body: numbers.join() } })
    await ask(PHONE)
    const seen = inspect([emulator.requests(), emulator.state(), lines], { depth: null })
    const secrets = [...numbers, '51234567', ...codes, login, ...tokens, String(session_key), SANDBOX_APP_SECRET]
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([])
  })
})
