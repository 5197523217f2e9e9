import { describe, expect, test } from 'vitest'
import { rule } from '../support/rules'
import { matching, OTHER_APP_ID, PHONE, SESSION, setup, STABLE, START, TOKEN } from '../support/setup'

const PATHS = [STABLE, TOKEN, PHONE, SESSION, '/nowhere']

describe('responses', () => {
  test.each(PATHS)(
    rule('wire.status', 'a business error of %s has HTTP status 200, an integer errcode and a text'),
    async (path) => {
      const { ask } = setup()
      const reply = await ask(path)
      expect(reply.status).toBe(200)
      expect(Number.isInteger(reply.errcode)).toBe(true)
      expect(reply.errmsg).not.toBe('')
    },
  )

  test.each(PATHS)(rule('wire.length', 'a chunked POST to %s gets 412 with an empty body'), async (path) => {
    const { ask } = setup()
    const reply = await ask(path, { method: 'POST', body: '{}', headers: { 'transfer-encoding': 'chunked' } })
    expect(reply).toMatchObject({ status: 412, text: '', type: null })
  })

  test(rule('wire.order', 'the length of a request is checked before its token'), async () => {
    const { ask } = setup()
    const headers = { 'transfer-encoding': 'chunked' }
    expect((await ask(PHONE, { method: 'POST', body: '{}', headers })).status).toBe(412)
    expect((await ask(PHONE, { method: 'POST', body: '{}' })).errcode).toBe(41001)
  })

  test(rule('wire.compact', 'a body is compact JSON without a newline'), async () => {
    const { ask, exchange, emulator } = setup()
    expect((await ask(PHONE)).text).toMatch(/^\{"errcode":41001,"errmsg":"[^"\n]+"\}$/)
    const { text, json } = await exchange(emulator.createPhoneCode().code)
    expect(text).toBe(JSON.stringify(json))
  })

  test(rule('wire.compact', 'the response to an invalid login code has exactly 74 bytes'), async () => {
    const { session } = setup()
    expect(Buffer.byteLength((await session('nothing')).text)).toBe(74)
  })

  test(
    rule('wire.content-type', 'jscode2session answers text/plain, the other endpoints application/json'),
    async () => {
      const { ask, session, emulator } = setup()
      const types = await Promise.all(PATHS.map(async (path) => (await ask(path)).type))
      const json = 'application/json'
      expect(types).toEqual([json, json, json, 'text/plain', json])
      expect((await session(emulator.createLoginCode().code)).type).toBe('text/plain')
    },
  )

  test(rule('wire.rid', 'the first group of a rid is the emulator’s unix time in hex'), async () => {
    const { ask, emulator } = setup()
    const groupOne = async () => /rid: ([0-9a-f]{8})-[0-9a-f]{8}-[0-9a-f]{8}$/.exec((await ask(PHONE)).errmsg)?.[1]
    expect(await groupOne()).toBe((START / 1000).toString(16))
    emulator.advance(90_000)
    expect(await groupOne()).toBe((START / 1000 + 90).toString(16))
  })

  test(rule('wire.rid', 'every response has a rid of its own'), async () => {
    const { ask } = setup()
    expect((await ask(PHONE)).errmsg).not.toBe((await ask(PHONE)).errmsg)
  })
})

describe('unknown paths', () => {
  test(rule('wire.unknown-path', 'gets 40066'), async () => {
    const { ask } = setup()
    const reply = await ask('/wxa/business/getuserphonenumbers')
    expect(reply).toMatchObject({ status: 200, errcode: 40066 })
    expect(reply.errmsg).toMatch(matching('invalid url rid: {rid}'))
  })

  test('is logged with its method and path, without its query, and with advice', async () => {
    const { ask, lines } = setup()
    await ask('/wxa/msg_sec_check?access_token=73_secret', { method: 'POST', body: '{"code":"secret"}' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^POST \/wxa\/msg_sec_check is not emulated: .*40066.*Check the path.*arm a fault/)
    expect(lines[0]).not.toContain('secret')
  })

  test('a known path is not logged', async () => {
    const { ask, lines } = setup()
    await Promise.all(PATHS.slice(0, 4).map((path) => ask(path)))
    expect(lines).toEqual([])
  })
})

describe('requests', () => {
  test('the host of a request is ignored', async () => {
    const { emulator } = setup()
    for (const origin of ['https://api.weixin.qq.com', 'http://127.0.0.1:8788', 'http://wechat']) {
      expect((await emulator.fetch(new Request(`${origin}${PHONE}`))).status).toBe(200)
    }
  })

  test(rule('wire.hint', 'only errors of the API itself have a hint: 14 to 17 characters with a dash'), async () => {
    const { exchange, post, ask, token, emulator } = setup()
    const path = `${PHONE}?access_token=${await token()}`
    const hinted = [
      await exchange('x'),
      await exchange(emulator.createPhoneCode({ appid: OTHER_APP_ID }).code),
      await ask(path, { method: 'POST', body: 'x' }),
    ]
    const bare = [
      await ask(PHONE),
      await exchange('x', 'wrong'),
      await post(path, { iv: 'a', data: 'b', authtag: 'c' }),
    ]
    expect(hinted.map(({ errcode }) => errcode)).toEqual([40029, 40013, 47001])
    expect(hinted.every(({ errmsg }) => /hint: \[[\w.]{9}-[\w.-]{4,7}\] rid: /.test(errmsg))).toBe(true)
    expect(bare.map(({ errcode }) => errcode)).toEqual([41001, 40001, 40097])
    expect(bare.some(({ errmsg }) => errmsg.includes('hint'))).toBe(false)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json'])(
    rule('wire.request-type', 'JSON sent as %s is read'),
    async (type) => {
      const { ask, token, emulator } = setup()
      const body = JSON.stringify({ code: emulator.createPhoneCode().code })
      const init = { method: 'POST', body, headers: { 'content-type': type } }
      expect((await ask(`${PHONE}?access_token=${await token()}`, init)).errcode).toBe(0)
    },
  )

  test('the same random bytes give the same responses', async () => {
    const randomBytes = () => {
      let seed = 7
      return (size: number) => Uint8Array.from({ length: size }, () => (seed = (seed * 31 + 11) % 256))
    }
    const run = async () => {
      const { stable, emulator } = setup({ randomBytes: randomBytes() })
      return [emulator.createPhoneCode(), emulator.createLoginCode(), await stable()]
    }
    expect(await run()).toEqual(await run())
  })
})
