import type { FaultRow } from './fault-row'
import { BROKEN_REPLIES, PRECONDITION_FAILED } from './replies'

const SHARED = { call: 'session', body: 'encrypted data' } as const
const ANOTHER_SESSION = { session_key: 'MDEyMzQ1Njc4OWFiY2RlZg==', openid: 'oAbcdefghijklmnopqrstuvwxyz0' }

const LOST: FaultRow[] = BROKEN_REPLIES.map(([name, fault]) => ({
  ...SHARED,
  name: `old way: ${name}`,
  faults: [fault],
  answer: '502 outcome_unknown',
  seen: 'session 1',
}))

/** The way of base libraries before 2.21.2: the login code is what is sent, and sent once. */
export const OLD_WAY_FAULTS: readonly FaultRow[] = [
  { ...SHARED, name: 'old way: nothing goes wrong', answer: '200', seen: 'session 1' },
  ...LOST,
  {
    ...SHARED,
    name: 'old way: 412',
    faults: [PRECONDITION_FAILED],
    answer: '500 service_misconfigured',
    seen: 'session 1',
  },
  {
    ...SHARED,
    name: 'old way: the key of another session',
    faults: [{ body: JSON.stringify(ANOTHER_SESSION) }],
    answer: '409 code_rejected',
    seen: 'session 1',
  },
  {
    ...SHARED,
    name: 'old way: a connection that is refused',
    beforeRequest: ({ wire }) => wire.refuse(),
    answer: '503 wechat_unavailable',
    seen: '',
    beforeRetry: ({ wire }) => wire.accept(),
    retry: '200',
    seenAfter: 'session 1',
  },
  {
    ...SHARED,
    name: 'old way: no reply ever',
    requestTimeoutMs: 500,
    faults: [{ hang: true }],
    answer: '504 wechat_timeout',
    seen: 'session 1',
    retry: '502 outcome_unknown',
    slow: true,
  },
]
