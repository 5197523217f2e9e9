import type { FaultRow } from './fault-row'
import { BROKEN_REPLIES, PRECONDITION_FAILED } from './replies'

const FAULTS = [
  ...BROKEN_REPLIES,
  ['412', PRECONDITION_FAILED] as const,
  ['a late reply', { delayMs: 60 }] as const,
  ['a reply that comes too late', { delayMs: 5_000 }] as const,
  ['no reply ever', { hang: true }] as const,
  ['a session without its key', { body: '{"openid":"oAbcdefghijklmnopqrstuvwxyz0"}' }] as const,
  ['40029', { errcode: 40029 }] as const,
  ['40163', { errcode: 40163 }] as const,
  ['40226', { errcode: 40226 }] as const,
  ['-1', { errcode: -1 }] as const,
]

/** The question who it is, beside the exchange: whatever becomes of it, the number arrives. */
export const LOGIN_FAULTS: readonly FaultRow[] = FAULTS.map(([name, fault]) => ({
  name: `session beside the exchange: ${name}`,
  call: 'session',
  body: 'code and login',
  faults: [fault],
  answer: '200',
  seen: 'token 1, phone 1, session 1',
}))
