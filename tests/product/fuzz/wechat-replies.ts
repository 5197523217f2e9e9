import fc from 'fast-check'
import { CANARIES } from './canaries'

/** What a fake WeChat writes to the socket, and whether it hangs up after it. */
interface FuzzedReply {
  readonly bytes: Buffer
  readonly hangUp: boolean
}

const APP_ID = 'wx0000000000000000'

const canary = fc.constantFrom(...Object.values(CANARIES))
const errmsg = fc.oneof(
  canary,
  canary.map((value) => `invalid ip ${value} ipv6 ::ffff:${value}, not in whitelist rid: 5fab84d2-09424a07-00bd7fe3`),
  canary.map((value) => `invalid code ${value} hint: [${value}] rid: ${value}`),
  fc.string({ unit: 'binary' }),
)
const errcode = fc.oneof(
  {
    weight: 400,
    arbitrary: fc.constantFrom<unknown>(40001, 40013, 40014, 40029, 40163, 40164, 41001, 42001, 45009, 45011),
  },
  { weight: 400, arbitrary: fc.integer({ min: 40_000, max: 90_000 }) },
  { weight: 400, arbitrary: fc.oneof(fc.double(), fc.string(), fc.constantFrom<unknown>(null, true, '0', 0, {}, [])) },
  // rarely, as each waits for a while before it is asked again
  { weight: 1, arbitrary: fc.constant(-1) },
)

/** Mostly what belongs there, sometimes anything. */
function mostly(value: unknown): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(undefined, '', 0, -1, 1e300, Number.MAX_VALUE, '\ud800'),
  )
  return fc.oneof({ weight: 20, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: odd })
}

const phoneInfo = fc.record({
  phoneNumber: mostly(CANARIES.phoneNumber),
  purePhoneNumber: mostly(CANARIES.phoneNumber),
  countryCode: mostly('86'),
  watermark: fc.oneof(
    { weight: 6, arbitrary: fc.record({ timestamp: mostly(1_795_327_200), appid: mostly(APP_ID) }) },
    { weight: 1, arbitrary: fc.jsonValue() },
  ),
})

const refusal = fc.record({ errcode, errmsg: fc.oneof(errmsg, fc.jsonValue()) })
const anything = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(null, [], {}, 'ok', 0))

const SUCCESSES = {
  token: fc.record({ access_token: mostly(CANARIES.accessToken), expires_in: mostly(7200) }),
  phone: fc.record({ errcode: mostly(0), errmsg: mostly('ok'), phone_info: phoneInfo }),
  session: fc.record({ session_key: mostly(CANARIES.sessionKey), openid: mostly('oAbcdefghijklmnopqrstuvwxyz0') }),
}

export type FuzzedCall = keyof typeof SUCCESSES

function bodyOf(call: FuzzedCall): fc.Arbitrary<Buffer> {
  const json = fc
    .oneof(
      { weight: 6, arbitrary: SUCCESSES[call] },
      { weight: 4, arbitrary: refusal },
      { weight: 1, arbitrary: anything },
    )
    .map((value) => JSON.stringify(value))
  const cut = fc.tuple(json, fc.double({ min: 0, max: 1, noNaN: true })).map(([text, share]) => {
    return text.slice(0, Math.floor(text.length * share))
  })
  const huge = fc.constant(`{"errcode":0,"x":"${'x'.repeat(300_000)}"}`)
  const text = fc.oneof(
    { weight: 20, arbitrary: json },
    { weight: 2, arbitrary: cut },
    { weight: 2, arbitrary: fc.string() },
  )
  return fc.oneof(
    { weight: 100, arbitrary: text.map((value) => Buffer.from(value)) },
    { weight: 5, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: huge.map((value) => Buffer.from(value)) },
  )
}

const status = fc.oneof(
  { weight: 10, arbitrary: fc.constant(200) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(201, 204, 205, 301, 302, 304, 400, 401, 403, 404, 412, 413, 429, 500, 502, 503, 504),
  },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 999 }) },
)
const extraHeader = fc.constantFrom(
  'content-type: application/json',
  'content-type: text/plain',
  'content-encoding: gzip',
  `location: http://127.0.0.1:1/?secret=${CANARIES.appSecret}`,
  `set-cookie: a=${CANARIES.phoneNumber}`,
  'connection: close',
  'keep-alive: timeout=1',
  `x-token: ${CANARIES.accessToken}`,
  'content-length: 3',
  'transfer-encoding: chunked',
)

type Framing = 'right' | 'long' | 'short' | 'none' | 'chunked'

function frame(framing: Framing, body: Buffer): [header: string, body: Buffer] {
  if (framing === 'none') return ['', body]
  if (framing === 'chunked') {
    const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])
    return ['transfer-encoding: chunked\r\n', chunk]
  }
  const length = framing === 'right' ? body.length : Math.max(0, body.length + (framing === 'long' ? 10 : -10))
  return [`content-length: ${length}\r\n`, body]
}

const framing = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Framing>('right') },
  { weight: 1, arbitrary: fc.constantFrom<Framing>('long', 'short', 'none', 'chunked') },
)

function httpReply(call: FuzzedCall): fc.Arbitrary<FuzzedReply> {
  const parts = fc.tuple(status, fc.array(extraHeader, { maxLength: 2 }), framing, bodyOf(call))
  return parts.map(([code, extra, framed, body]) => {
    const [length, content] = frame(framed, body)
    const head = `HTTP/1.1 ${code} X\r\n${extra.map((line) => `${line}\r\n`).join('')}${length}\r\n`
    const isPlain = framed === 'right' && extra.every((line) => !/^(content-length|transfer-encoding)/.test(line))
    return {
      bytes: Buffer.concat([Buffer.from(head), content]),
      hangUp: !isPlain || code < 200 || code === 204 || code === 304,
    }
  })
}

const noHttp = fc
  .oneof(
    fc.constantFrom(
      '',
      'HTTP/1.1 200',
      'HTTP/1.1 200 OK\r\n',
      'HTTP/9.9 200 OK\r\n\r\n',
      'HTTP/1.1 99999 OK\r\n\r\n',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      'HTTP/1.1 200 OK\r\ncontent-length: 1e3\r\n\r\n',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      `ICY 200 OK\r\n\r\n${CANARIES.phoneNumber}`,
      `HTTP/1.1 200 OK\r\n${CANARIES.accessToken}\r\n\r\n`,
    ),
    fc.string({ unit: 'binary' }),
  )
  .map((text) => ({ bytes: Buffer.from(text), hangUp: true }))

const rightToken = fc.constant(JSON.stringify({ access_token: CANARIES.accessToken, expires_in: 7200 })).map((text) => {
  return { bytes: Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`), hangUp: false }
})

function fuzzedReply(call: FuzzedCall): fc.Arbitrary<FuzzedReply> {
  return fc.oneof({ weight: 15, arbitrary: httpReply(call) }, { weight: 1, arbitrary: noHttp })
}

export type FuzzedReplies = Readonly<Record<FuzzedCall, FuzzedReply>>

/** What WeChat, or whatever stands between, may reply to each call. Most is nearly right. */
export const fuzzedReplies: fc.Arbitrary<FuzzedReplies> = fc.record({
  token: fc.oneof({ weight: 3, arbitrary: rightToken }, { weight: 1, arbitrary: fuzzedReply('token') }),
  phone: fuzzedReply('phone'),
  session: fuzzedReply('session'),
})
