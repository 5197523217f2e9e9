import { describe, expect, onTestFinished, test } from 'vitest'
import { type Emulator, type LiveEvent, SANDBOX_APP_SECRET, startEmulator } from '../../src/index'
import { PHONE, setup, STABLE } from '../support/setup'

const EVENTS = 'http://127.0.0.1:8788/_emulator/events'

async function watch(emulator: Emulator) {
  const { body } = await emulator.fetch(new Request(EVENTS))
  const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  onTestFinished(() => reader.cancel())
  let unread = ''
  const next = async (): Promise<{ name: string; event: LiveEvent; text: string }> => {
    const [, name = '', data = '', rest = ''] = /^event: (\w+)\ndata: (.*)\n\n([^]*)$/.exec(unread) ?? []
    if (name === '') {
      unread += (await reader.read()).value ?? ''
      return next()
    }
    unread = rest
    return { name, event: JSON.parse(data) as LiveEvent, text: data }
  }
  return { next, stop: () => reader.cancel() }
}

describe('the event stream', () => {
  test('starts with a snapshot: the state and the newest 100 requests', async () => {
    const { emulator, ask } = setup()
    for (let sent = 1; sent <= 103; sent += 1) await ask(PHONE)
    const { name, event } = await (await watch(emulator)).next()
    expect(name).toBe('snapshot')
    expect(event).toEqual({ state: emulator.state(), requests: emulator.requests().slice(-100) })
  })

  test('sends a request and its answer as a change, together with the state', async () => {
    const { emulator, ask, token } = setup()
    await ask(PHONE)
    const { next } = await watch(emulator)
    await next()
    await token()
    const { name, event } = await next()
    expect(name).toBe('change')
    expect(event.requests).toMatchObject([{ id: 2, path: STABLE, outcome: 'answered' }])
    expect(event.state.tokens).toHaveLength(1)
  })

  test.each<[string, (emulator: Emulator) => void, object]>([
    ['a code', (emulator) => emulator.createPhoneCode(), { phoneCodes: [{ state: 'unused' }] }],
    [
      'a fault',
      (emulator) => emulator.addFault({ path: PHONE, fault: { hang: true } }),
      { faults: [{ kind: 'hang' }] },
    ],
    [
      'a moved clock',
      (emulator) => {
        emulator.advance(5)
      },
      { clockOffsetMs: 5 },
    ],
    [
      'another test user',
      (emulator) => {
        emulator.setTestUser({ openid: 'oOther' })
      },
      { testUser: { openid: 'oOther' } },
    ],
    [
      'an account',
      (emulator) => {
        emulator.setAccount({ appid: 'wx2', secret: 'x' })
      },
      { accounts: [{}, { appid: 'wx2' }] },
    ],
    [
      'a quota',
      (emulator) => {
        emulator.setQuotas({ tokensPerDay: 7 })
      },
      { quotas: { tokensPerDay: 7 } },
    ],
    [
      'a quirk',
      (emulator) => {
        emulator.setQuirks({ countryCode: 'number' })
      },
      { quirks: { countryCode: 'number' } },
    ],
  ])('sends %s as a change', async (_, act, state) => {
    const { emulator } = setup()
    const { next } = await watch(emulator)
    await next()
    act(emulator)
    expect(await next()).toMatchObject({ name: 'change', event: { state, requests: [] } })
  })

  test('sends a burst of 1,000 requests as one change with the newest 100', async () => {
    const { emulator, ask } = setup()
    const { next } = await watch(emulator)
    await next()
    await Promise.all(Array.from({ length: 1_000 }, () => ask(PHONE)))
    const { event } = await next()
    expect(event.requests.length).toBeLessThanOrEqual(100)
  })

  test('sends a snapshot after a reset', async () => {
    const { emulator, ask } = setup()
    const { next } = await watch(emulator)
    await next()
    await ask(PHONE)
    emulator.reset()
    expect(await next()).toMatchObject({ name: 'snapshot', event: { requests: [], state: { requestCounts: {} } } })
  })

  test('never contains a code, token, secret or number', async () => {
    const { emulator, token, exchange, session } = setup()
    const { next } = await watch(emulator)
    const { text: first } = await next()
    const codes = [emulator.createPhoneCode({ phoneNumber: '13912345678' }).code, emulator.createLoginCode().code]
    const accessToken = await token()
    await exchange(codes[0], accessToken)
    const { session_key } = (await session(codes[1] ?? '')).json
    const { text } = await next()
    for (const secret of ['13912345678', ...codes, accessToken, String(session_key), SANDBOX_APP_SECRET])
      expect(first + text).not.toContain(secret)
  })

  test('has 20 places, and a client that leaves frees one', async () => {
    const { emulator } = setup()
    const watchers = []
    for (let count = 1; count <= 20; count += 1) watchers.push(await watch(emulator))
    expect((await emulator.fetch(new Request(EVENTS))).status).toBe(503)
    await watchers[0]?.stop()
    await expect.poll(async () => (await emulator.fetch(new Request(EVENTS))).status).toBe(200)
  })

  test('over a socket frees the place of a client that disconnects, and ends when the emulator closes', async () => {
    const emulator = await startEmulator()
    onTestFinished(() => emulator.close())
    const url = `${emulator.url}/_emulator/events`
    for (let count = 1; count <= 20; count += 1) {
      const controller = new AbortController()
      const { body } = await fetch(url, { signal: controller.signal })
      await body?.getReader().read()
      controller.abort()
    }
    await expect.poll(async () => (await fetch(url)).status).toBe(200)
    const { body, headers } = await fetch(url)
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const reader = (body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    await emulator.close()
    await expect(reader.read()).rejects.toThrow(TypeError)
  })
})
