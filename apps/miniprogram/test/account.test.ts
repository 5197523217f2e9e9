import { flushPromises } from '@vue/test-utils'
import { PHONE } from '@uni-phone/test-support/services'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createAccount } from '../src/account/account'
import { createSessionApi } from '../src/account/session-api'
import { createSessionStore } from '../src/account/session-store'
import { createHttpClient } from '../src/phone-number'
import { createHeldClock } from './support/held-clock'
import { httpRequest } from './support/http-request'
import {
  AWAY,
  failed,
  ok,
  SESSION,
  type SessionAnswers,
  SIGNED_IN,
  SIGNED_OUT,
  startSessionServer,
  UNKNOWN_USER,
} from './support/session-server'

const ACCOUNT = { countryCode: '86', endsIn: '8000' }

interface Options {
  readonly stored?: string
  readonly login?: () => Promise<string | undefined>
  readonly isStorageBroken?: boolean
}

async function setup(answers: SessionAnswers, options: Options = {}) {
  const storage = new Map<string, string>(options.stored === undefined ? [] : [['session', options.stored]])
  vi.stubGlobal('uni', {
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: string) => {
      if (options.isStorageBroken === true) throw new Error('setStorageSync:fail 存储空间不足')
      storage.set(key, value)
    },
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  const server = await startSessionServer(answers)
  const time = createHeldClock()
  let logins = 0
  const send = createHttpClient({ baseUrl: server.url, request: httpRequest, clock: time.clock })
  const account = createAccount({
    send,
    api: createSessionApi(send),
    store: createSessionStore(),
    getLoginCode: options.login ?? (() => Promise.resolve(`login-${(logins += 1)}`)),
    clock: time.clock,
  })
  const becomes = (expected: object) =>
    vi.waitFor(() => {
      expect(account.state.value).toMatchObject(expected)
    })
  return { account, storage, time, becomes, calls: server.calls, seen: server.seen, close: server.close }
}

describe('at launch', () => {
  test('knows a user with a token by one request', async () => {
    const t = await setup({ 'GET /session': [SESSION] }, { stored: 'token-0' })
    expect(t.account.state.value).toEqual({ status: 'unknown', isReturning: true })
    t.account.refresh()
    t.account.refresh()
    await t.becomes({ status: 'signed_in', account: ACCOUNT, isStale: false })
    expect(t.calls()).toEqual(['GET /session'])
    expect(t.seen[0]?.headers.authorization).toBe('Bearer token-0')
  })

  test('signs a known user in by a login code and one request', async () => {
    const t = await setup({ 'POST /session': [SIGNED_IN] })
    t.account.refresh()
    await t.becomes({ status: 'signed_in' })
    expect(t.calls()).toEqual(['POST /session'])
    expect(JSON.parse(t.seen[0]?.body ?? '')).toEqual({ loginCode: 'login-1' })
    expect(t.storage.get('session')).toBe('token-1')
  })

  test('leaves an unknown user a guest', async () => {
    const t = await setup({ 'POST /session': [UNKNOWN_USER] })
    t.account.refresh()
    await t.becomes({ status: 'guest', isSignedOut: false, isStale: false })
  })

  test('leaves everybody a guest if the server has no accounts', async () => {
    const t = await setup({}, { stored: 'token-0' })
    t.account.refresh()
    await t.becomes({ status: 'guest', isStale: false })
    expect(t.calls()).toEqual(['GET /session', 'POST /session'])
    expect(t.storage.get('session')).toBe('')
  })

  test('signs in again by a login code if the token has ended', async () => {
    const t = await setup({ 'GET /session': [SIGNED_OUT], 'POST /session': [SIGNED_IN] }, { stored: 'token-0' })
    t.account.refresh()
    await t.becomes({ status: 'signed_in' })
    expect(t.storage.get('session')).toBe('token-1')
  })

  test.each([
    ['null', null],
    ['no account', { expiresAt: '' }],
    ['a page of a proxy', '<html>'],
  ])('takes %s as an answer about the session for a guest', async (_, body) => {
    const t = await setup({ 'GET /session': [ok(body)] }, { stored: 'token-0' })
    t.account.refresh()
    await t.becomes({ status: 'guest' })
  })

  test.each([
    ['null', null],
    ['no token', {}],
    ['a token that is no text', { token: 5 }],
    ['an empty token', { token: '' }],
  ])('takes %s as an answer to the login code for a guest', async (_, body) => {
    const t = await setup({ 'POST /session': [ok(body)] })
    t.account.refresh()
    await t.becomes({ status: 'guest', isStale: false })
    expect(t.storage.get('session')).toBeUndefined()
  })

  test.each([
    ['the database is away', [AWAY]],
    ['WeChat is away', [failed('wechat_unavailable', 503, true)]],
    ['WeChat’s answer was lost', [failed('outcome_unknown', 502)]],
    ['there were too many requests', [failed('rate_limited', 429, true)]],
  ])('tries once more if %s, and then leaves the user a guest who is asked about again', async (_, answers) => {
    const t = await setup({ 'POST /session': [...answers, ...answers, SIGNED_IN] })
    t.account.refresh()
    await vi.waitFor(() => {
      expect(t.time.waits()).toContain(800)
    })
    t.time.advance(800)
    await t.becomes({ status: 'guest', isStale: true })
    expect(t.calls()).toEqual(['POST /session', 'POST /session'])
    t.account.refresh()
    expect(t.account.state.value).toMatchObject({ status: 'unknown' })
    await t.becomes({ status: 'signed_in' })
  })

  test('keeps the last known state while it is offline, and says so', async () => {
    const t = await setup({ 'GET /session': [SESSION] }, { stored: 'token-0' })
    await t.close()
    t.account.refresh()
    await t.becomes({ status: 'signed_in', isStale: true })
    expect(t.storage.get('session')).toBe('token-0')
  })

  test('lets a user whose phone is silent wait for three seconds, and takes a late answer', async () => {
    let answer: (code: string) => void = () => undefined
    const login = () => new Promise<string>((resolve) => (answer = resolve))
    const t = await setup({ 'POST /session': [SIGNED_IN] }, { login })
    t.account.refresh()
    t.time.advance(2_999)
    expect(t.account.state.value).toMatchObject({ status: 'unknown' })
    t.time.advance(1)
    expect(t.account.state.value).toMatchObject({ status: 'guest' })
    answer('late')
    await t.becomes({ status: 'signed_in' })
  })

  test('does not ask about a browser, which has no login code', async () => {
    const t = await setup({}, { login: () => Promise.resolve(undefined) })
    t.account.refresh()
    await t.becomes({ status: 'guest', isStale: false })
    expect(t.calls()).toEqual([])
  })

  test('stays signed in for this run if the storage is full', async () => {
    const t = await setup({ 'POST /session': [SIGNED_IN], 'GET /own': [ok({})] }, { isStorageBroken: true })
    t.account.refresh()
    await t.becomes({ status: 'signed_in' })
    await t.account.request({ method: 'GET', path: '/own' })
    expect(t.seen.at(-1)?.headers.authorization).toBe('Bearer token-1')
  })
})

describe('a request', () => {
  test('carries the token and returns the answer', async () => {
    const t = await setup({ 'GET /own': [ok({ orders: 2 })] }, { stored: 'token-0' })
    await expect(t.account.request({ method: 'GET', path: '/own' })).resolves.toEqual({ orders: 2 })
    expect(t.seen[0]?.headers.authorization).toBe('Bearer token-0')
  })

  test('signs in again silently once after a 401, and is sent once more', async () => {
    const t = await setup({ 'GET /own': [SIGNED_OUT, ok({})], 'POST /session': [SIGNED_IN] }, { stored: 'token-0' })
    await t.account.request({ method: 'GET', path: '/own' })
    expect(t.calls()).toEqual(['GET /own', 'POST /session', 'GET /own'])
    expect(t.seen[2]?.headers.authorization).toBe('Bearer token-1')
  })

  test('never loops', async () => {
    const t = await setup({ 'GET /own': [SIGNED_OUT], 'POST /session': [SIGNED_IN] }, { stored: 'token-0' })
    await expect(t.account.request({ method: 'GET', path: '/own' })).rejects.toMatchObject({ code: 'signed_out' })
    expect(t.calls()).toEqual(['GET /own', 'POST /session', 'GET /own'])
    expect(t.account.state.value).toMatchObject({ status: 'guest' })
  })

  test('signs in once for two requests at a time', async () => {
    const t = await setup(
      { 'GET /own': [SIGNED_OUT, SIGNED_OUT, ok({})], 'POST /session': [SIGNED_IN] },
      { stored: 't' },
    )
    await Promise.all([1, 2].map(() => t.account.request({ method: 'GET', path: '/own' })))
    expect(t.calls().filter((call) => call === 'POST /session')).toHaveLength(1)
  })

  test('is refused for a guest, without a request to the route', async () => {
    const t = await setup({ 'POST /session': [UNKNOWN_USER] })
    await expect(t.account.request({ method: 'GET', path: '/own' })).rejects.toMatchObject({ code: 'signed_out' })
    expect(t.calls()).toEqual(['POST /session'])
  })

  test('passes on every other error', async () => {
    const t = await setup({ 'GET /own': [failed('internal', 500)] }, { stored: 'token-0' })
    await expect(t.account.request({ method: 'GET', path: '/own' })).rejects.toMatchObject({ code: 'internal' })
    expect(t.calls()).toEqual(['GET /own'])
  })
})

describe('signing out', () => {
  test('forgets the token at once, ends the session, and does not sign in silently again', async () => {
    const t = await setup({ 'DELETE /session': [ok()], 'POST /session': [SIGNED_IN] }, { stored: 'token-0' })
    t.account.signOut()
    expect(t.account.state.value).toMatchObject({ status: 'guest', isSignedOut: true })
    expect(JSON.stringify([...t.storage])).not.toContain('token-0')
    await vi.waitFor(() => {
      expect(t.calls()).toEqual(['DELETE /session'])
    })
    await expect(t.account.request({ method: 'GET', path: '/own' })).rejects.toMatchObject({ code: 'signed_out' })
    expect(t.account.state.value).toMatchObject({ status: 'guest', isSignedOut: true })
  })

  test('is remembered at the next launch', async () => {
    const t = await setup({ 'POST /session': [SIGNED_IN] }, { stored: 'signed out' })
    t.account.refresh()
    await t.becomes({ status: 'guest', isSignedOut: true })
    expect(t.calls()).toEqual([])
  })

  test('is followed by a sign-in with a login code when the user taps', async () => {
    const t = await setup({ 'POST /session': [SIGNED_IN] }, { stored: 'signed out' })
    await expect(t.account.signIn()).resolves.toBeUndefined()
    expect(t.account.state.value).toMatchObject({ status: 'signed_in' })
  })

  test('says that the phone number is needed if nobody is known by the login code', async () => {
    const t = await setup({ 'POST /session': [UNKNOWN_USER] }, { stored: 'signed out' })
    await expect(t.account.signIn()).resolves.toMatchObject({ code: 'phone_number_required' })
    expect(t.account.state.value).toMatchObject({ status: 'guest', isSignedOut: false })
  })

  test.each([
    ['everywhere', 'DELETE /sessions', 'signOutEverywhere'],
    ['by closing the account', 'DELETE /account', 'close'],
  ] as const)('%s needs the server’s consent', async (_, route, action) => {
    const t = await setup({ [route]: [AWAY, ok()] }, { stored: 'token-0' })
    await expect(t.account[action]()).rejects.toMatchObject({ code: 'accounts_unavailable' })
    expect(t.storage.get('session')).toBe('token-0')
    await t.account[action]()
    expect(t.account.state.value).toMatchObject({ status: 'guest', isSignedOut: true })
    expect(t.storage.get('session')).toBe('signed out')
  })
})

describe('an exchange', () => {
  test('signs in, and hands the pages only the business’s data', async () => {
    const t = await setup({})
    const data = { token: 'token-2', expiresAt: '2026-12-22T06:00:00.000Z', business: { points: 5 } }
    expect(t.account.accept({ ...PHONE, data })).toEqual({ points: 5 })
    expect(t.account.state.value).toEqual({ status: 'signed_in', account: ACCOUNT, isStale: false })
    expect(t.storage.get('session')).toBe('token-2')
  })

  test.each([[undefined], [null], ['text'], [{ session: 's' }], [{ token: 5 }]])(
    'passes on %j of a server without accounts, and leaves the user a guest',
    async (data) => {
      const t = await setup({})
      expect(t.account.accept({ ...PHONE, data })).toEqual(data)
      await flushPromises()
      expect(t.account.state.value).toMatchObject({ status: 'unknown' })
    },
  )
})
