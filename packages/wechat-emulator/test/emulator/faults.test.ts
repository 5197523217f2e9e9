import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { FaultOrder } from '../../src/index'
import { rule } from '../support/rules'
import { matching, PHONE, SESSION, setup, STABLE, TOKEN } from '../support/setup'

const CREDENTIAL = 'invalid credential, access_token is invalid or not latest'
const ADVICE = 'could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r'

describe('the answer of an errcode fault', () => {
  test.each([
    [PHONE, -1, 'system error rid: {rid}'],
    [PHONE, 40001, `${CREDENTIAL}, ${ADVICE} rid: {rid}`],
    [PHONE, 40013, 'invalid appid hint: {hint} rid: {rid}'],
    [PHONE, 40029, 'invalid code hint: {hint} rid: {rid}'],
    [PHONE, 42001, 'access_token expired rid: {rid}'],
    [PHONE, 45009, 'reach max api daily quota limit rid: {rid}'],
    [PHONE, 45011, 'api minute-quota reach limit  mustslower  retry next minute rid: {rid}'],
    [PHONE, 47001, 'data format error hint: {hint} rid: {rid}'],
    [PHONE, 48001, 'api unauthorized rid: {rid}'],
    [TOKEN, 40001, `${CREDENTIAL} rid: {rid}`],
    [TOKEN, 40013, 'invalid appid rid: {rid}'],
    [TOKEN, 40164, 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: {rid}'],
    [TOKEN, 40243, 'AppSecret已被冻结，请解冻后再次调用。 rid: {rid}'],
    [TOKEN, 45009, `reach max api daily quota limit, ${ADVICE} rid: {rid}`],
    [TOKEN, 50004, '禁止使用 token 接口 rid: {rid}'],
    [TOKEN, 50007, '账号已冻结 rid: {rid}'],
    [STABLE, 40164, 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: {rid}'],
    [STABLE, 47001, 'data format error rid: {rid}'],
    [STABLE, 89503, '此次调用需要管理员确认，请耐心等候 rid: {rid}'],
    [SESSION, 40029, 'invalid code, rid: {rid}'],
    [SESSION, 40163, 'code been used, rid: {rid}'],
    [SESSION, 40226, 'code blocked, rid: {rid}'],
    [SESSION, 45011, 'api minute-quota reach limit mustslower retry next minute rid: {rid}'],
    [PHONE, 12345, 'emulated error rid: {rid}'],
  ])(rule('wire.texts', 'of %s with %i has the text of that endpoint'), async (path, errcode, text) => {
    const { ask, emulator } = setup()
    emulator.addFault({ path, fault: { errcode } })
    const reply = await ask(path)
    expect(reply).toMatchObject({ status: 200, errcode })
    expect(reply.errmsg).toMatch(matching(text))
  })

  test('has the content type of its endpoint', async () => {
    const { ask, emulator } = setup()
    emulator.addFault({ path: SESSION, fault: { errcode: -1 } })
    expect((await ask(SESSION)).type).toBe('text/plain')
  })
})

describe('an armed fault', () => {
  test('meets one request by default', async () => {
    const { ask, emulator } = setup()
    emulator.addFault({ path: PHONE, fault: { errcode: -1 } })
    expect([(await ask(PHONE)).errcode, (await ask(PHONE)).errcode]).toEqual([-1, 41001])
  })

  test('meets the given number of requests to its path', async () => {
    const { ask, emulator } = setup()
    emulator.addFault({ path: PHONE, times: 2, fault: { errcode: -1 } })
    const paths = [PHONE, TOKEN, PHONE, PHONE]
    const errcodes = []
    for (const path of paths) errcodes.push((await ask(path)).errcode)
    expect(errcodes).toEqual([-1, 41002, -1, 41001])
  })

  test('is met after those armed earlier for the same path', async () => {
    const { ask, emulator } = setup()
    for (const errcode of [-1, 45011]) emulator.addFault({ path: PHONE, fault: { errcode } })
    expect([(await ask(PHONE)).errcode, (await ask(PHONE)).errcode]).toEqual([-1, 45011])
  })

  test('has an id of its own', () => {
    const { emulator } = setup()
    const order: FaultOrder = { path: PHONE, fault: { errcode: -1 } }
    expect(emulator.addFault(order).id).not.toBe(emulator.addFault(order).id)
  })

  test('is listed with what it does', () => {
    const { emulator } = setup()
    const faults: FaultOrder['fault'][] = [
      { errcode: 45009 },
      { status: 502, body: '<html>', after: true },
      { delayMs: 5 },
      { hang: true },
      { reset: 'after' },
    ]
    for (const fault of faults) emulator.addFault({ path: PHONE, fault })
    expect(emulator.state().faults.map(({ kind, value, after }) => [kind, value, after])).toEqual([
      ['errcode', 45009, false],
      ['status', 502, true],
      ['delay', 5, false],
      ['hang', null, false],
      ['reset', 'after', false],
    ])
  })

  test('is met by nothing once it is cleared', async () => {
    const { ask, emulator } = setup()
    emulator.addFault({ path: PHONE, times: 9, fault: { errcode: -1 } })
    emulator.clearFaults()
    expect((await ask(PHONE)).errcode).toBe(41001)
  })

  test('ignores the query of a request', async () => {
    const { ask, emulator } = setup()
    emulator.addFault({ path: PHONE, fault: { errcode: -1 } })
    expect((await ask(`${PHONE}?access_token=x`)).errcode).toBe(-1)
  })

  test('is not used up by a chunked POST, which gets 412', async () => {
    const { ask, emulator } = setup()
    emulator.addFault({ path: PHONE, fault: { errcode: -1 } })
    const init = { method: 'POST', body: '{}', headers: { 'transfer-encoding': 'chunked' } }
    expect((await ask(PHONE, init)).status).toBe(412)
    expect((await ask(PHONE)).errcode).toBe(-1)
  })

  test.each([
    [{ status: 502, body: '<html>Bad Gateway</html>' }, 502, '<html>Bad Gateway</html>'],
    [{ status: 500 }, 500, ''],
    [{ status: 204, body: 'dropped' }, 204, ''],
    [{ body: '{"errcode":0,"phone_info":{' }, 200, '{"errcode":0,"phone_info":{'],
    [{ body: '' }, 200, ''],
  ])('the fault %j answers exactly that, and the code stays unused', async (fault, status, text) => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    emulator.addFault({ path: PHONE, fault })
    expect(await exchange(code)).toMatchObject({ status, text })
    expect((await exchange(code)).errcode).toBe(0)
  })

  test.each([
    [{ status: 502, body: '<html>Bad Gateway</html>', after: true } as const, 502, '<html>Bad Gateway</html>'],
    [{ status: 504, after: true } as const, 504, ''],
    [{ body: '{"errcode":0,"phone_info":{', after: true } as const, 200, '{"errcode":0,"phone_info":{'],
  ])('the fault %j answers exactly that, and the code is used', async (fault, status, text) => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    emulator.addFault({ path: PHONE, fault })
    expect(await exchange(code)).toMatchObject({ status, text })
    expect((await exchange(code)).errcode).toBe(40029)
  })

  test('with a body keeps the content type of its endpoint', async () => {
    const { ask, emulator } = setup()
    for (const path of [PHONE, SESSION]) emulator.addFault({ path, fault: { body: 'x' } })
    expect([(await ask(PHONE)).type, (await ask(SESSION)).type]).toEqual(['application/json', 'text/plain'])
  })

  test('with a body answers a path that is not emulated, and nothing is logged', async () => {
    const { ask, emulator, lines } = setup()
    emulator.addFault({ path: '/wxa/msg_sec_check', fault: { body: '{"errcode":0}' } })
    expect((await ask('/wxa/msg_sec_check')).text).toBe('{"errcode":0}')
    expect(lines).toEqual([])
  })

  test('with an errcode does no work: the code stays unused', async () => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    emulator.addFault({ path: PHONE, fault: { errcode: 40001 } })
    expect([(await exchange(code)).errcode, (await exchange(code)).errcode]).toEqual([40001, 0])
  })

  test('with reset before breaks the connection and leaves the code unused', async () => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    emulator.addFault({ path: PHONE, fault: { reset: 'before' } })
    const error: unknown = await exchange(code).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } })
    expect((await exchange(code)).errcode).toBe(0)
  })

  test('with reset after breaks the connection when the code is used', async () => {
    const { exchange, emulator } = setup()
    const { code } = emulator.createPhoneCode()
    emulator.addFault({ path: PHONE, fault: { reset: 'after' } })
    await expect(exchange(code)).rejects.toThrow(TypeError)
    expect((await exchange(code)).errcode).toBe(40029)
  })

  test('with a delay does the work before it and then answers', async () => {
    const { exchange, emulator, token } = setup()
    const { code } = emulator.createPhoneCode()
    const accessToken = await token()
    emulator.addFault({ path: PHONE, fault: { delayMs: 1 } })
    const [late, early] = await Promise.all([exchange(code, accessToken), exchange(code, accessToken)])
    expect([late.errcode, early.errcode]).toEqual([0, 40029])
  })

  test.each([{ hang: true } as const, { delayMs: 600_000 }])(
    'with %j gives a client that aborts its own reason',
    async (fault) => {
      const { emulator } = setup()
      emulator.addFault({ path: PHONE, fault })
      const controller = new AbortController()
      const reply = emulator.fetch(new Request(`https://api.weixin.qq.com${PHONE}`, { signal: controller.signal }))
      controller.abort(new Error('enough'))
      await expect(reply).rejects.toThrow('enough')
      expect(emulator.requests()).toMatchObject([{ outcome: 'gone', status: null }])
    },
  )

  test.each([
    [{ hang: true } as const, 0],
    [{ hang: true, after: true } as const, 40029],
  ])('after %j, whose caller has gone, the code is answered %i', async (fault, errcode) => {
    const { emulator, exchange, token } = setup()
    const { code } = emulator.createPhoneCode()
    const url = `https://api.weixin.qq.com${PHONE}?access_token=${await token()}`
    emulator.addFault({ path: PHONE, fault })
    const controller = new AbortController()
    const init = { method: 'POST', body: JSON.stringify({ code }), signal: controller.signal }
    const reply = emulator.fetch(new Request(url, init))
    await expect.poll(() => emulator.requests().at(-1)?.outcome).toBe('waiting')
    controller.abort()
    await expect(reply).rejects.toThrow()
    expect((await exchange(code)).errcode).toBe(errcode)
  })

  test('that hangs ends with the client even after garbage collection', async () => {
    const { emulator } = setup()
    emulator.addFault({ path: PHONE, fault: { hang: true } })
    const controller = new AbortController()
    const reply = emulator.fetch(new Request(`https://api.weixin.qq.com${PHONE}`, { signal: controller.signal }))
    await expect.poll(() => emulator.requests().at(-1)?.outcome).toBe('waiting')
    const ended = expect(reply).rejects.toThrow()
    setFlagsFromString('--expose-gc')
    for (let time = 0; time < 3; time += 1) {
      await nextTurn()
      ;(runInNewContext('gc') as () => void)()
    }
    controller.abort()
    await nextTurn()
    expect(emulator.requests().at(-1)?.outcome).toBe('gone')
    await ended
  })

  test('that hangs is listed without an answer', async () => {
    const { emulator } = setup()
    emulator.addFault({ path: PHONE, fault: { hang: true } })
    const controller = new AbortController()
    const reply = emulator.fetch(new Request(`https://api.weixin.qq.com${PHONE}`, { signal: controller.signal }))
    await expect
      .poll(() => emulator.requests())
      .toMatchObject([{ path: PHONE, outcome: 'waiting', status: null, errcode: null, fault: 'hang' }])
    controller.abort()
    await expect(reply).rejects.toThrow()
  })
})

describe('an order', () => {
  const BAD_ORDERS: object[] = [
    {},
    { path: PHONE },
    { path: 'wxa', fault: { errcode: -1 } },
    { path: `${PHONE}?a=b`, fault: { errcode: -1 } },
    { path: '/_emulator/reset', fault: { errcode: -1 } },
    { path: PHONE, times: 0, fault: { errcode: -1 } },
    { path: PHONE, times: 1.5, fault: { errcode: -1 } },
    { path: PHONE, fault: {} },
    { path: PHONE, fault: { errcode: 0 } },
    { path: PHONE, fault: { errcode: '40001' } },
    { path: PHONE, fault: { errcode: -1, delayMs: 1 } },
    { path: PHONE, fault: { status: 100 } },
    { path: PHONE, fault: { status: 502, body: 1 } },
    { path: PHONE, fault: { delayMs: -1 } },
    { path: PHONE, fault: { hang: false } },
    { path: PHONE, fault: { reset: 'during' } },
    { path: PHONE, fault: { constructor: 1 } },
    { path: PHONE, fault: { status: 502, after: false } },
    { path: PHONE, fault: { errcode: -1, after: true } },
    { path: PHONE, fault: { delayMs: 1, after: true } },
    { path: PHONE, fault: { reset: 'before', after: true } },
    { path: PHONE, fault: { after: true } },
    { path: PHONE, fault: { errcode: -1 }, count: 2 },
  ]

  test.each(BAD_ORDERS)('%j is refused with advice', (order) => {
    const { emulator } = setup()
    const arm = () => emulator.addFault(order as FaultOrder)
    expect(arm).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^send /) as string }),
    )
  })

  test('of more than 1,000 faults is refused', () => {
    const { emulator } = setup()
    for (let armed = 1; armed <= 1_000; armed += 1) emulator.addFault({ path: PHONE, fault: { errcode: -1 } })
    expect(() => emulator.addFault({ path: PHONE, fault: { errcode: -1 } })).toThrow('clear them first')
  })
})
