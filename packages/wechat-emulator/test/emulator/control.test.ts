import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Emulator, SANDBOX_APP_ID } from '../../src/index'
import { PHONE, setup, START, toReply } from '../support/setup'

function control(emulator: Emulator) {
  const call = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
    const type: Record<string, string> = method === 'POST' ? { 'content-type': 'application/json' } : {}
    const init = { method, headers: { ...type, ...headers }, ...(body === undefined ? {} : { body }) }
    return emulator.fetch(new Request(`http://127.0.0.1:8788${path}`, init))
  }
  const post = async (path: string, body: object) => toReply(await call('POST', path, JSON.stringify(body)))
  const get = async (path: string) => toReply(await call('GET', path))
  return { call, post, get }
}

const POSTS = [
  'phone-codes',
  'login-codes',
  'encrypted-phone-numbers',
  'test-user',
  'accounts',
  'quotas',
  'quirks',
  'faults',
  'weather',
  'tokens/revoke',
  'clock',
  'reset',
].map((name) => `/_emulator/${name}`)
const GETS = [
  '/_emulator/requests',
  '/_emulator/state',
  '/_emulator/events',
  '/_emulator/snapshot',
  '/_emulator/schemas/world.schema.json',
  '/',
]
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

describe('routes', () => {
  test('POST phone-codes creates a code for the given number', async () => {
    const { emulator, exchange } = setup()
    const { json } = await control(emulator).post('/_emulator/phone-codes', { phoneNumber: '13900139000' })
    expect(json).toEqual({ code: expect.stringMatching(/^[0-9a-f]{64}$/) as string, expiresAt: START + 300_000 })
    expect((await exchange(json.code)).json.phone_info).toMatchObject({ phoneNumber: '13900139000' })
  })

  test('POST login-codes creates a code for the given user', async () => {
    const { emulator, session } = setup()
    const { json } = await control(emulator).post('/_emulator/login-codes', { openid: 'oUser' })
    expect((await session(String(json.code))).json.openid).toBe('oUser')
  })

  test('POST encrypted-phone-numbers encrypts a number for a login code', async () => {
    const { emulator } = setup()
    const { code } = emulator.createLoginCode()
    const { json } = await control(emulator).post('/_emulator/encrypted-phone-numbers', { loginCode: code })
    expect(json).toEqual({ encryptedData: expect.any(String) as string, iv: expect.any(String) as string })
  })

  test('POST test-user, accounts, quotas and quirks do what their functions do', async () => {
    const { emulator } = setup()
    const { post } = control(emulator)
    expect((await post('/_emulator/test-user', { phoneNumber: '13900139000' })).json).toEqual({ ok: true })
    await post('/_emulator/accounts', { appid: SANDBOX_APP_ID, phoneNumberPermission: false })
    await post('/_emulator/quotas', { tokensPerDay: 3 })
    await post('/_emulator/quirks', { countryCode: 'number', credentialText: 'documented' })
    expect(emulator.state()).toMatchObject({
      testUser: { phoneNumber: '139****9000' },
      accounts: [{ phoneNumberPermission: false }],
      quotas: { tokensPerDay: 3 },
      quirks: { countryCode: 'number', credentialText: 'documented' },
    })
  })

  test('POST phone-codes with {} creates a code for the test user', async () => {
    const { emulator, exchange } = setup()
    const { post } = control(emulator)
    await post('/_emulator/test-user', { phoneNumber: '+85251234567' })
    const { json } = await post('/_emulator/phone-codes', {})
    expect((await exchange(json.code)).json.phone_info).toMatchObject({ phoneNumber: '+85251234567' })
  })

  test('POST faults arms a fault, DELETE faults clears all', async () => {
    const { emulator, ask } = setup()
    const { call, post } = control(emulator)
    const { json } = await post('/_emulator/faults', { path: PHONE, times: 2, fault: { errcode: -1 } })
    expect(json).toEqual({ id: expect.any(String) as string })
    expect((await ask(PHONE)).errcode).toBe(-1)
    expect((await call('DELETE', '/_emulator/faults')).status).toBe(200)
    expect((await ask(PHONE)).errcode).toBe(41001)
  })

  test('POST tokens/revoke ends every token', async () => {
    const { emulator, token, exchange } = setup()
    const old = await token()
    await control(emulator).post('/_emulator/tokens/revoke', {})
    expect((await exchange('x', old)).errcode).toBe(40001)
  })

  test('POST tokens/revoke with an id ends only that token', async () => {
    const { emulator, token, classic, isAlive } = setup()
    const [first, second] = [await token(), String((await classic()).json.access_token)]
    const { post } = control(emulator)
    await post('/_emulator/tokens/revoke', { id: emulator.state().tokens[0]?.id })
    expect([await isAlive(first), await isAlive(second)]).toEqual([false, true])
    expect((await post('/_emulator/tokens/revoke', { id: 'token-9' })).status).toBe(400)
  })

  test('POST clock advances the clock and returns the time', async () => {
    const { emulator, exchange } = setup()
    const { code } = emulator.createPhoneCode()
    const { json } = await control(emulator).post('/_emulator/clock', { advanceMs: 300_000 })
    expect(json).toEqual({ now: START + 300_000 })
    expect((await exchange(code)).errcode).toBe(40029)
  })

  test('POST reset restores the state of a new emulator', async () => {
    const { emulator, token, exchange, session } = setup()
    const fresh = emulator.state()
    const [old, { code }, login] = [await token(), emulator.createPhoneCode(), emulator.createLoginCode()]
    emulator.addFault({ path: PHONE, fault: { errcode: -1 } })
    emulator.advance(1_000)
    emulator.setTestUser({ phoneNumber: '13900139000' })
    emulator.setAccount({ appid: SANDBOX_APP_ID, secret: 'new', secretFrozen: true })
    emulator.setQuotas({ tokensPerDay: 1 })
    emulator.setQuirks({ countryCode: 'number' })
    await control(emulator).post('/_emulator/reset', {})
    expect(emulator.state()).toEqual(fresh)
    expect(emulator.requests()).toEqual([])
    expect((await exchange('x', old)).errcode).toBe(40001)
    expect((await exchange(code)).errcode).toBe(40029)
    expect((await session(login.code)).errcode).toBe(40029)
  })

  test('GET requests and GET state return what the functions return', async () => {
    const { emulator, exchange } = setup()
    await exchange(emulator.createPhoneCode().code)
    const { get } = control(emulator)
    expect((await get('/_emulator/requests')).json).toEqual({ requests: emulator.requests() })
    expect((await get('/_emulator/state')).json).toEqual(emulator.state())
  })

  test('the README names every route', () => {
    expect(
      [...POSTS, ...GETS].filter((path) => !README.includes(`${path.replace('world.schema.json', '{file}')}\``)),
    ).toEqual([])
  })

  test('requests to the control API are not listed', async () => {
    const { emulator } = setup()
    await control(emulator).get('/_emulator/state')
    expect(emulator.requests()).toEqual([])
  })
})

describe('guards', () => {
  test.each(POSTS)('POST %s refuses anything but JSON with 415', async (path) => {
    const { emulator } = setup()
    const { call } = control(emulator)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      expect((await call('POST', path, '{}', { 'content-type': type })).status).toBe(415)
    }
  })

  test('a POST without a body needs the content type too', async () => {
    const { emulator } = setup()
    const request = new Request('http://localhost/_emulator/reset', { method: 'POST' })
    expect((await emulator.fetch(request)).status).toBe(415)
  })

  test('JSON may name its charset, and an empty body means {}', async () => {
    const { emulator } = setup()
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    expect((await control(emulator).call('POST', '/_emulator/phone-codes', '', headers)).status).toBe(200)
  })

  test.each([
    ...POSTS.map((path) => ['POST', path] as const),
    ...GETS.map((path) => ['GET', path] as const),
    ['PUT', '/_emulator/snapshot'] as const,
  ])('%s %s refuses a foreign Host with 403', async (method, path) => {
    const { emulator } = setup()
    const { call } = control(emulator)
    const body = method === 'GET' ? undefined : '{}'
    for (const host of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:8788', '192.168.1.5:8788']) {
      expect((await call(method, path, body, { host })).status).toBe(403)
    }
  })

  test.each(['localhost', 'LOCALHOST:8788', '127.0.0.1:8788', '[::1]:8788'])(
    'the Host %s is accepted',
    async (host) => {
      const { emulator } = setup()
      expect((await control(emulator).call('GET', '/_emulator/state', undefined, { host })).status).toBe(200)
    },
  )

  test('no answer has a CORS header, and a preflight gets no permission', async () => {
    const { emulator } = setup()
    const { call } = control(emulator)
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' }
    for (const [method, path] of [
      ['GET', '/_emulator/state'],
      ['OPTIONS', '/_emulator/reset'],
      ['OPTIONS', PHONE],
    ] as const) {
      const reply = await call(method, path, undefined, headers)
      expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  test.each([
    ['phone-codes', '{"phone":"13800138000"}'],
    ['phone-codes', '[]'],
    ['phone-codes', '{'],
    ['login-codes', '{"openid":1}'],
    ['faults', '{"path":"/x"}'],
    ['clock', '{}'],
    ['clock', '{"advanceMs":"1"}'],
    ['clock', '{"advanceMs":-1}'],
    ['clock', '{"advanceMs":1e15}'],
    ['clock', '{"advanceMs":1,"by":2}'],
    ['reset', '{"all":true}'],
    ['encrypted-phone-numbers', '{}'],
    ['test-user', '{"phone":"x"}'],
    ['accounts', '{}'],
    ['quotas', '{"tokens":1}'],
    ['quirks', '{"countryCode":86}'],
    ['tokens/revoke', '{"id":1}'],
    ['weather', '{"weather":"stormy"}'],
    ['weather', '{}'],
  ])('POST %s with %s gets 400 and advice', async (name, body) => {
    const { emulator } = setup()
    const reply = await toReply(await control(emulator).call('POST', `/_emulator/${name}`, body))
    expect(reply.status).toBe(400)
    expect(reply.json.error).toMatch(/send|weather/)
  })
})

describe('limits', () => {
  test('a body over a megabyte gets 413', async () => {
    const { emulator } = setup()
    const body = JSON.stringify({ path: PHONE, fault: { body: 'x'.repeat(1024 * 1024) } })
    const reply = await control(emulator).call('POST', '/_emulator/faults', body, {
      'content-length': String(body.length),
    })
    expect(reply.status).toBe(413)
  })

  test('a wrong method gets 405 with the right ones in Allow', async () => {
    const { emulator } = setup()
    const { call } = control(emulator)
    const reply = await call('GET', '/_emulator/faults')
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST, DELETE'])
  })

  test('an unknown control route gets 404 and does not reach WeChat’s API', async () => {
    const { emulator } = setup()
    expect((await control(emulator).get('/_emulator/nothing')).status).toBe(404)
  })

  test('the clock advances by at least 0 ms and at most ten years', () => {
    const { emulator } = setup()
    for (const ms of [-1, NaN, Infinity, 400_000_000_000]) {
      expect(() => {
        emulator.advance(ms)
      }).toThrow(expect.objectContaining({ code: 'invalid_input' }))
    }
    expect(emulator.state().clockOffsetMs).toBe(0)
  })
})
