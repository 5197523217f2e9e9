import { expect, test } from 'vitest'
import { startChild } from './children/child'
import { ANA, findSilently, NUMBER, onBothDatabases, open, OTHER_NUMBER, phoneEvent } from './setup'

interface ChildSignIn {
  readonly token: string
  readonly isNew: boolean
  readonly id: string
}

const PROCESSES = 4
const SIGN_INS = 40

async function signInAtOnce(url: string): Promise<ChildSignIn[]> {
  const starts = Array.from({ length: PROCESSES }, () => startChild('sign-in-at-once', [url, String(SIGN_INS)]))
  const children = await Promise.all(starts)
  try {
    // none begins before all have opened: an instance that starts alone would be done before the next
    await Promise.all(children.map((child) => child.message()))
    for (const child of children) child.send('go')
    return (await Promise.all(children.map((child) => child.message()))).flat() as ChildSignIn[]
  } finally {
    await Promise.all(children.map((child) => child[Symbol.asyncDispose]()))
  }
}

onBothDatabases(({ newDatabase, query }) => {
  test('processes that start together make the tables once, and 40 sign-ins of one new number in each make one account', async () => {
    const url = await newDatabase()
    const signIns = await signInAtOnce(url)
    expect(signIns).toHaveLength(PROCESSES * SIGN_INS)
    expect(new Set(signIns.map(({ id }) => id)).size).toBe(1)
    expect(signIns.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(await query(url, 'select id from uni_phone_accounts')).toHaveLength(1)
    expect(await query(url, 'select openid from uni_phone_wechat_users')).toEqual([{ openid: ANA }])
    await using accounts = await open(url, { now: Date.now })
    for (const { token, id } of signIns) expect(await accounts.readSession(token)).toMatchObject({ account: { id } })
  })

  test('accounts that are opened twice in one process keep what they write when another process closes the file', async () => {
    const url = await newDatabase()
    const inAnotherProcess = async (count: number) => {
      await using child = await startChild('sign-in-at-once', [url, String(count)])
      await child.message()
      child.send('go')
      const signIns = (await child.message()) as ChildSignIn[]
      await child.end
      return signIns
    }
    await using first = await open(url)
    await using second = await open(url)
    expect(await inAnotherProcess(0)).toEqual([])
    await first.check()
    const { account, isNew } = await second.signInWithPhone(phoneEvent())
    expect(isNew).toBe(true)
    expect(await inAnotherProcess(1)).toMatchObject([{ id: account.id, isNew: false }])
  })

  test('of two accounts that change to one number at once, one gets it', async () => {
    const url = await newDatabase()
    await using one = await open(url)
    await using two = await open(url)
    const ana = await one.signInWithPhone(phoneEvent())
    const ben = await two.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))
    for (const digits of ['13700137001', '13700137002', '13700137003']) {
      const phone = { countryCode: '86', purePhoneNumber: digits }
      const results = await Promise.allSettled([
        one.changePhone(ana.token, phoneEvent({ phone })),
        two.changePhone(ben.token, phoneEvent({ phone })),
      ])
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
      expect(refused).toEqual([expect.objectContaining({ code: 'phone_number_taken' })])
      const [winner, loser] = results[0].status === 'fulfilled' ? [ana, ben] : [ben, ana]
      expect(await one.readSession(winner.token)).toMatchObject({ account: { phone } })
      expect(await one.readSession(loser.token)).not.toMatchObject({ account: { phone } })
    }
  })

  test('two devices that change the number of one account at once leave it with one of the two', async () => {
    const url = await newDatabase()
    await using one = await open(url)
    await using two = await open(url)
    const first = await one.signInWithPhone(phoneEvent())
    const second = await two.signInWithPhone(phoneEvent())
    const phones = ['13700137001', '13700137002'].map((purePhoneNumber) => ({ countryCode: '86', purePhoneNumber }))
    const [a, b] = phones.map((phone) => phoneEvent({ phone }))
    if (a === undefined || b === undefined) throw new Error('no events')
    await Promise.all([one.changePhone(first.token, a), two.changePhone(second.token, b)])
    const session = await one.readSession(first.token)
    expect(phones).toContainEqual(session?.account.phone)
    const free = [...phones, NUMBER].filter(
      ({ purePhoneNumber }) => purePhoneNumber !== session?.account.phone?.purePhoneNumber,
    )
    expect(free).toHaveLength(2)
    for (const phone of free) expect((await two.signInWithPhone(phoneEvent({ phone }))).isNew).toBe(true)
  })

  test('two accounts that take each other’s number at once both keep their own', async () => {
    const url = await newDatabase()
    await using one = await open(url)
    await using two = await open(url)
    const ana = await one.signInWithPhone(phoneEvent())
    const ben = await two.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))
    const changes = [
      one.changePhone(ana.token, phoneEvent({ phone: OTHER_NUMBER })),
      two.changePhone(ben.token, phoneEvent({ phone: NUMBER })),
    ]
    for (const result of await Promise.allSettled(changes))
      expect(result).toMatchObject({ reason: { code: 'phone_number_taken' } })
    expect(await one.readSession(ana.token)).toMatchObject({ account: { phone: NUMBER } })
  })

  test('an account that is closed while its person signs in is either gone or new', async () => {
    const url = await newDatabase()
    await using one = await open(url)
    await using two = await open(url)
    for (const round of [1, 2, 3, 4, 5]) {
      const openid = `${ANA}${round}`
      const old = await one.signInWithPhone(phoneEvent({ openid }))
      const [closed, silent, tapped] = await Promise.all([
        one.closeAccount(old.token),
        two.signInSilently({ openid, exchangeId: crypto.randomUUID() }),
        two.signInWithPhone(phoneEvent({ openid })),
      ])
      expect(closed).toBe(old.account.id)
      expect(await one.readSession(old.token)).toBeUndefined()
      if (silent?.account.id === old.account.id) expect(await one.readSession(silent.token)).toBeUndefined()
      const now = await two.readSession(tapped.token)
      expect(now?.account.id).toBe(tapped.account.id === old.account.id ? undefined : tapped.account.id)
      expect(await findSilently(one, openid)).toBe(now?.account.id)
      if (now !== undefined) await two.closeAccount(tapped.token)
    }
  })
})
