import type { FaultRow } from './fault-row'
import { BROKEN_REPLIES, PRECONDITION_FAILED } from './replies'

const WRONG_TOKENS = [
  ['a token that is a number', { body: '{"access_token":73,"expires_in":7200}' }],
  ['an empty token', { body: '{"access_token":"","expires_in":7200}' }],
  ['a token that no URL can carry', { body: '{"access_token":"73_\\ud800","expires_in":7200}' }],
  ['a token without its life', { body: '{"access_token":"73_abcdefghijk"}' }],
  ['a token that is dead', { body: '{"access_token":"73_abcdefghijk","expires_in":0}' }],
] as const

const LATE_REPLIES = [
  ['no reply ever', { hang: true }],
  ['a reply that comes too late', { delayMs: 800 }],
] as const

/** A token has no code at stake: the next request asks for one again. */
function tokenFaults(call: 'token' | 'classic'): FaultRow[] {
  const tokens = call === 'token' ? 'stable' : 'classic'
  const shared = { call, tokens, answer: '503 wechat_unavailable', seen: `${call} 1`, retry: '200' } as const
  const broken = [...BROKEN_REPLIES, ...WRONG_TOKENS].map(([name, fault]) => ({
    ...shared,
    name: `${call}: ${name}`,
    faults: [fault],
    seenAfter: `${call} 2, phone 1`,
  }))
  const late = LATE_REPLIES.map(([name, fault]) => ({
    ...shared,
    name: `${call}: ${name}`,
    faults: [fault],
    tokenTimeoutMs: 500,
    // a slow machine reaches the time limit more than once
    seenAfter: new RegExp(`^${call} \\d+, phone 1$`),
  }))
  return [...broken, ...late]
}

/** What goes wrong with the calls that fetch an access token. */
export const TOKEN_FAULTS: readonly FaultRow[] = [
  ...tokenFaults('token'),
  ...tokenFaults('classic'),
  { name: 'token: a late reply', call: 'token', faults: [{ delayMs: 60 }], answer: '200', seen: 'token 1, phone 1' },
  {
    name: 'classic: a late reply',
    call: 'classic',
    tokens: 'classic',
    faults: [{ delayMs: 60 }],
    answer: '200',
    seen: 'classic 1, phone 1',
  },
  {
    name: 'token: two failures in a row, then a pause',
    call: 'token',
    faults: [{ status: 502 }, { status: 502 }],
    answer: '503 wechat_unavailable',
    seen: 'token 1',
    retry: '200',
    seenAfter: 'token 3, phone 1',
  },
  {
    name: 'token: a connection that is refused',
    beforeRequest: ({ wire }) => wire.refuse(),
    answer: '503 wechat_unavailable',
    seen: '',
    beforeRetry: ({ wire }) => wire.accept(),
    retry: '200',
    seenAfter: 'token 1, phone 1',
  },
  {
    name: 'token: 412',
    call: 'token',
    faults: [PRECONDITION_FAILED],
    answer: '500 service_misconfigured',
    seen: 'token 1',
  },
]
