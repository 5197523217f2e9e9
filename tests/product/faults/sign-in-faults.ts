import type { FaultRow } from './fault-row'
import { SESSION_FAULTS } from './login-faults'

const shared = { body: 'code and login', accounts: true } as const

/** Replies that are the session, late, or that no further call changes. After any other the login code is sent once more. */
const SETTLED = ['a late reply', '40029', '40163', '40226']

let unlock = (): void => undefined

/** Faults on the way to an account: on a server with accounts the openid goes with the phone code. */
export const SIGN_IN_FAULTS: readonly FaultRow[] = [
  { ...shared, name: 'sign-in: nothing goes wrong', answer: '200', seen: 'token 1, phone 1, session 1' },
  ...SESSION_FAULTS.map(([name, fault]) => ({
    ...shared,
    name: `sign-in: ${name} in place of the openid`,
    call: 'session' as const,
    faults: [fault],
    answer: '200',
    seen: `token 1, phone 1, session ${SETTLED.includes(name) ? 1 : 2}`,
  })),
  {
    ...shared,
    name: 'sign-in: 47001, so that the code is sent once more without the openid',
    faults: [{ errcode: 47001 }],
    answer: '200',
    seen: 'token 1, phone 2, session 1',
  },
  {
    ...shared,
    name: 'sign-in: 47001, and then a code that is used or belongs to another',
    faults: [{ errcode: 47001 }, { errcode: 40029 }],
    answer: '502 outcome_unknown',
    seen: 'token 1, phone 2, session 1',
  },
  {
    ...shared,
    name: 'sign-in: the database is locked by another process, and then it is not',
    beforeRequest: async ({ people }) => {
      unlock = people?.lock() ?? unlock
    },
    answer: '503 handler_failed',
    seen: 'token 1, phone 1, session 1',
    beforeRetry: async () => {
      unlock()
    },
    retry: '200',
  },
]
