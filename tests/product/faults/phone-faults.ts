import type { FaultRow } from './fault-row'
import { BROKEN_REPLIES, phoneReply, PRECONDITION_FAILED } from './replies'

const ONCE = 'token 1, phone 1'

const WRONG_SHAPES = [
  ['no phoneNumber', { phoneNumber: undefined }],
  ['an empty phoneNumber', { phoneNumber: '' }],
  ['a phoneNumber that is a number', { phoneNumber: 13_900_139_000 }],
  ['no countryCode', { countryCode: null }],
  ['no watermark', { watermark: undefined }],
  ['a watermark without appid', { watermark: { timestamp: 1_795_327_200 } }],
  ['a watermark of no date', { watermark: { timestamp: 1e300, appid: 'wx1111111111111111' } }],
] as const

/** A code whose fate nobody knows is never sent again. */
const LOST: FaultRow[] = [
  ...BROKEN_REPLIES,
  ...WRONG_SHAPES.map(([name, fields]) => [name, phoneReply(fields)] as const),
  ['a reply of a megabyte', { body: `{"errcode":0,"x":"${'x'.repeat(2 ** 20)}"}` }] as const,
].map(([name, fault]) => ({
  name: `phone: ${name}`,
  faults: [fault],
  answer: '502 outcome_unknown',
  seen: ONCE,
}))

/** What goes wrong with the call that exchanges the phone code. */
export const PHONE_FAULTS: readonly FaultRow[] = [
  { name: 'nothing goes wrong', answer: '200', seen: ONCE },
  ...LOST,
  { name: 'phone: a late reply', faults: [{ delayMs: 60 }], answer: '200', seen: ONCE },
  {
    name: 'phone: a reply that comes after the client was answered',
    // fetched before the time limit of the request begins
    beforeTap: ({ fetchToken }) => fetchToken(),
    requestTimeoutMs: 500,
    faults: [{ held: true }],
    answer: '504 wechat_timeout',
    seen: 'phone 1',
    beforeRetry: async ({ wire }) => {
      wire.release()
    },
    retry: '200',
  },
  {
    name: 'phone: no reply ever',
    // fetched before the time limit of the request begins
    beforeTap: ({ fetchToken }) => fetchToken(),
    requestTimeoutMs: 500,
    faults: [{ hang: true }],
    answer: '504 wechat_timeout',
    seen: 'phone 1',
    retry: '502 outcome_unknown',
    slow: true,
  },
  {
    name: 'phone: a connection that is refused',
    tokens: 'function',
    beforeRequest: ({ wire }) => wire.refuse(),
    answer: '503 wechat_unavailable',
    seen: 'token 1',
    beforeRetry: ({ wire }) => wire.accept(),
    retry: '200',
    seenAfter: ONCE,
  },
  { name: 'phone: 412', faults: [PRECONDITION_FAILED], answer: '500 service_misconfigured', seen: ONCE },
  {
    name: 'phone: the watermark of another mini program',
    faults: [phoneReply({})],
    answer: '500 service_misconfigured',
    seen: ONCE,
  },
]
