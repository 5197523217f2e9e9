import { expect, test } from 'vitest'
import { EXHAUSTIVE } from '@uni-phone/test-support/services'
import { startChild } from './children/child'
import { DAY_MS, type DatabaseServer, newExchange, onBothDatabases, open, phoneEvent, type Row } from './setup'

type Opened = Awaited<ReturnType<typeof open>>
type Event = ReturnType<typeof phoneEvent>

/** One person of a round, and what the round starts from. */
interface Round {
  readonly accounts: Opened
  readonly event: Event
  /** Of an account that the person has before, if the operation needs one. */
  readonly token: string
  /** The rows there are of this person: accounts, openids, sessions. */
  readonly count: () => Promise<string>
}

interface Operation {
  readonly name: string
  /** A method of `Accounts`. */
  readonly method: string
  /** Makes what the operation needs; returns the token of an account. */
  readonly before: (accounts: Opened, event: Event) => Promise<string>
  readonly args: (round: Round) => readonly unknown[]
  /** What `count` says before and after: nothing else may be seen, whenever the process ends. */
  readonly counts: readonly [before: string, after: string]
  /** The same once more, by a process that lives: it ends with what `counts` has last. */
  readonly retry: (round: Round) => Promise<unknown>
}

const signUp = async (accounts: Opened, event: Event) =>
  (await accounts.signInWithPhone({ ...event, exchangeId: newExchange() })).token

const changed = ({ event }: Round) => ({
  ...event,
  phone: { countryCode: '1', purePhoneNumber: event.phone.purePhoneNumber },
})

const OPERATIONS: readonly Operation[] = [
  {
    name: 'a first sign-in',
    method: 'signInWithPhone',
    before: async () => '',
    args: ({ event }) => [event],
    counts: ['0 0 0', '1 1 1'],
    retry: ({ accounts, event }) => accounts.signInWithPhone(event),
  },
  {
    name: 'a later sign-in of a WeChat user who is new to the account',
    method: 'signInWithPhone',
    before: (accounts, event) => signUp(accounts, { ...event, openid: undefined }),
    args: ({ event }) => [event],
    counts: ['1 0 1', '1 1 2'],
    retry: ({ accounts, event }) => accounts.signInWithPhone(event),
  },
  {
    name: 'a sign-in with a number that was given to somebody new',
    method: 'signInWithPhone',
    async before(accounts, event) {
      const token = await signUp(accounts, { ...event, openid: `old-${event.openid ?? ''}` })
      accounts.advance(91 * DAY_MS)
      return token
    },
    args: ({ event }) => [event],
    counts: ['1 1 1', '2 2 2'],
    retry: ({ accounts, event }) => accounts.signInWithPhone(event),
  },
  {
    name: 'a silent sign-in',
    method: 'signInSilently',
    before: signUp,
    args: ({ event }) => [{ openid: event.openid, exchangeId: event.exchangeId }],
    counts: ['1 1 1', '1 1 2'],
    retry: ({ accounts, event }) =>
      accounts.signInSilently({ openid: event.openid ?? '', exchangeId: event.exchangeId }),
  },
  {
    name: 'a change of number',
    method: 'changePhone',
    before: signUp,
    args: (round) => [round.token, changed(round)],
    counts: ['1 1 1', '1 1 1'],
    retry: (round) => round.accounts.changePhone(round.token, changed(round)),
  },
  {
    name: 'a sign-out',
    method: 'signOut',
    before: signUp,
    args: ({ token }) => [token],
    counts: ['1 1 1', '1 1 0'],
    retry: ({ accounts, token }) => accounts.signOut(token),
  },
  {
    name: 'a sign-out everywhere',
    method: 'signOutEverywhere',
    async before(accounts, event) {
      await signUp(accounts, event)
      return signUp(accounts, event)
    },
    args: ({ token }) => [token],
    counts: ['1 1 2', '1 1 0'],
    retry: ({ accounts, token }) => accounts.signOutEverywhere(token),
  },
  {
    name: 'closing an account',
    method: 'closeAccount',
    before: signUp,
    args: ({ token }) => [token],
    counts: ['1 1 1', '0 0 0'],
    retry: ({ accounts, token }) => accounts.closeAccount(token),
  },
]

/** Counts what came since, as the rows of one person: rounds run one after the other. */
async function countRows({ query }: DatabaseServer, url: string): Promise<readonly number[]> {
  const tables = ['uni_phone_accounts', 'uni_phone_wechat_users', 'uni_phone_sessions']
  const counted = await Promise.all(tables.map((table) => query(url, `select count(*) as n from ${table}`)))
  return counted.map(([row]: Row[]) => Number(row?.n))
}

onBothDatabases((server) => {
  // a process takes its connection with it, and PostgreSQL rolls back what was open there: proved with patience only
  const operations = server.name === 'SQLite' || EXHAUSTIVE ? OPERATIONS : OPERATIONS.slice(0, 1)

  test.each(operations)('kill -9 in front of each statement of $name leaves nothing half-done', async (operation) => {
    const url = await server.newDatabase()
    await using accounts = await open(url)
    for (let at = 0; ; at += 1) {
      const start = await countRows(server, url)
      const count = async () => (await countRows(server, url)).map((n, i) => n - (start[i] ?? 0)).join(' ')
      const event = phoneEvent({ phone: { countryCode: '86', purePhoneNumber: `1380013${at}` }, openid: `o-${at}` })
      const token = await operation.before(accounts, event)
      const round = { accounts, event, token, count }
      const answered = await runKilled(url, at, operation, round)
      if (answered) expect(await count()).toBe(operation.counts[1])
      expect(operation.counts).toContain(await count())
      await operation.retry(round)
      expect(await count()).toBe(operation.counts[1])
      if (!answered) continue
      expect(at).toBeGreaterThan(2)
      return
    }
  })
})

/** Returns true if the process lived to have the answer. */
async function runKilled(url: string, at: number, { method, args }: Operation, round: Round): Promise<boolean> {
  const parameters = JSON.stringify(args(round))
  await using child = await startChild('killed', [url, String(at), method, parameters], {
    NOW: String(round.accounts.now()),
  })
  const answered = await child.message().then(
    () => true,
    () => false,
  )
  expect(await child.end).toBe('SIGKILL')
  return answered
}
