import type { FaultRow } from './fault-row'
import { BROKEN_REPLIES, PRECONDITION_FAILED } from './replies'

/** Replies to a login code that hold no session. */
export const SESSION_FAULTS = [
  ...BROKEN_REPLIES,
  ['412', PRECONDITION_FAILED] as const,
  ['a late reply', { delayMs: 60 }] as const,
  ['a session without its key', { body: '{"openid":"oAbcdefghijklmnopqrstuvwxyz0"}' }] as const,
  ['40029', { errcode: 40029 }] as const,
  ['40163', { errcode: 40163 }] as const,
  ['40226', { errcode: 40226 }] as const,
  ['-1', { errcode: -1 }] as const,
]

const shared = {
  call: 'session',
  body: 'code and login',
  answer: '200',
  seen: 'token 1, phone 1, session 1',
} as const

/** Faults of the session call beside the exchange: the number arrives anyway. */
export const LOGIN_FAULTS: readonly FaultRow[] = [
  ...SESSION_FAULTS.map(([name, fault]) => ({
    ...shared,
    name: `session beside the exchange: ${name}`,
    faults: [fault],
  })),
  // the exchange waits for the session for a share of the time that the client waits
  {
    ...shared,
    name: 'session beside the exchange: a reply that comes too late',
    faults: [{ delayMs: 5_000 }],
    requestTimeoutMs: 1_000,
    patient: true,
  },
  {
    ...shared,
    name: 'session beside the exchange: no reply ever',
    faults: [{ hang: true }],
    requestTimeoutMs: 1_000,
    patient: true,
  },
]
