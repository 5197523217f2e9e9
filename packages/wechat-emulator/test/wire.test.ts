import { expect, test } from 'vitest'
import { matching, PHONE, SESSION, setup, STABLE, START, TOKEN } from './setup'

const PATHS = [STABLE, TOKEN, PHONE, SESSION, '/nowhere']

test.each(PATHS)('a business error of %s has HTTP status 200, a whole errcode and a text', async (path) => {
  const { ask } = setup()
  const reply = await ask(path)
  expect(reply.status).toBe(200)
  expect(Number.isInteger(reply.errcode)).toBe(true)
  expect(reply.errmsg).not.toBe('')
})

test.each(PATHS)('a chunked POST to %s gets 412 and not one byte of body', async (path) => {
  const { ask } = setup()
  const reply = await ask(path, { method: 'POST', body: '{}', headers: { 'transfer-encoding': 'chunked' } })
  expect(reply).toMatchObject({ status: 412, text: '', type: null })
})

test('the length of a request is checked before its token', async () => {
  const { ask } = setup()
  const headers = { 'transfer-encoding': 'chunked' }
  expect((await ask(PHONE, { method: 'POST', body: '{}', headers })).status).toBe(412)
  expect((await ask(PHONE, { method: 'POST', body: '{}' })).errcode).toBe(41001)
})

test('a body is compact JSON without a newline', async () => {
  const { ask, exchange, emulator } = setup()
  expect((await ask(PHONE)).text).toMatch(/^\{"errcode":41001,"errmsg":"[^"\n]+"\}$/)
  const { text, json } = await exchange(emulator.createPhoneCode().code)
  expect(text).toBe(JSON.stringify(json))
})

test('an invalid login code is answered in exactly 74 bytes', async () => {
  const { session } = setup()
  expect(Buffer.byteLength((await session('nothing')).text)).toBe(74)
})

test('jscode2session answers text/plain, the other endpoints application/json', async () => {
  const { ask, session, emulator } = setup()
  const types = await Promise.all(PATHS.map(async (path) => (await ask(path)).type))
  const json = 'application/json'
  expect(types).toEqual([json, json, json, 'text/plain', json])
  expect((await session(emulator.createLoginCode().code)).type).toBe('text/plain')
})

test('the first group of a rid is the unix time in hex, on the clock of the emulator', async () => {
  const { ask, emulator } = setup()
  const groupOne = async () => /rid: ([0-9a-f]{8})-[0-9a-f]{8}-[0-9a-f]{8}$/.exec((await ask(PHONE)).errmsg)?.[1]
  expect(await groupOne()).toBe((START / 1000).toString(16))
  emulator.advance(90_000)
  expect(await groupOne()).toBe((START / 1000 + 90).toString(16))
})

test('no two rids are the same', async () => {
  const { ask } = setup()
  expect((await ask(PHONE)).errmsg).not.toBe((await ask(PHONE)).errmsg)
})

test('an unknown path is answered 40066', async () => {
  const { ask } = setup()
  const reply = await ask('/wxa/business/getuserphonenumbers')
  expect(reply).toMatchObject({ status: 200, errcode: 40066 })
  expect(reply.errmsg).toMatch(matching('invalid url rid: {rid}'))
})

test('an unknown path is logged with method and path, without its query, and with what to do next', async () => {
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

test('the host of a request is not looked at', async () => {
  const { emulator } = setup()
  for (const origin of ['https://api.weixin.qq.com', 'http://127.0.0.1:8788', 'http://wechat']) {
    expect((await emulator.fetch(new Request(`${origin}${PHONE}`))).status).toBe(200)
  }
})

test('given the same random bytes the emulator answers the same', async () => {
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
