import { expect, test } from 'vitest'
import {
  ANA,
  BEN,
  DAY_MS,
  findSilently,
  newExchange,
  NUMBER,
  onBothDatabases,
  open,
  OTHER_NUMBER,
  phoneEvent,
} from './setup'

const TABLES = ['uni_phone_accounts', 'uni_phone_wechat_users', 'uni_phone_sessions', 'uni_phone_closed_accounts']

onBothDatabases(({ newDatabase, query }) => {
  test('a token that is missing, forged, cut or long opens nothing and ends nothing', async () => {
    await using accounts = await open(await newDatabase())
    const { token } = await accounts.signInWithPhone(phoneEvent())
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`
    for (const wrong of ['', forged, token.slice(0, -1), `${token}A`, `${token} `, `' or 1=1 --${'x'.repeat(32)}`]) {
      expect(await accounts.readSession(wrong)).toBeUndefined()
      expect(await accounts.signOut(wrong)).toBeUndefined()
      expect(await accounts.signOutEverywhere(wrong)).toBeUndefined()
      expect(await accounts.closeAccount(wrong)).toBeUndefined()
      const change = accounts.changePhone(wrong, phoneEvent({ phone: OTHER_NUMBER }))
      await expect(change).rejects.toMatchObject({ code: 'signed_out' })
    }
    expect(await accounts.readSession(token)).toMatchObject({ account: { phone: NUMBER } })
  })

  test('a session ends after 30 days without use', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    const { token } = await accounts.signInWithPhone(phoneEvent())
    accounts.advance(30 * DAY_MS)
    expect(await accounts.readSession(token)).toBeUndefined()
    expect(await accounts.signOut(token)).toBeUndefined()
    expect(await accounts.signOutEverywhere(token)).toBeUndefined()
    await accounts.signInWithPhone(phoneEvent())
    expect(await query(url, 'select * from uni_phone_sessions')).toHaveLength(1)
  })

  test('use renews a session, at most once a day', async () => {
    await using accounts = await open(await newDatabase())
    const { token, expiresAt } = await accounts.signInWithPhone(phoneEvent())
    accounts.advance(DAY_MS)
    expect(await accounts.readSession(token)).toMatchObject({ expiresAt })
    accounts.advance(1)
    const renewed = new Date(accounts.now() + 30 * DAY_MS).toISOString()
    expect(await accounts.readSession(token)).toMatchObject({ expiresAt: renewed })
    accounts.advance(30 * DAY_MS - 1)
    expect(await accounts.readSession(token)).toBeDefined()
  })

  test('signing out here ends this session, everywhere all of the account and nobody else’s', async () => {
    await using accounts = await open(await newDatabase())
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => accounts.signInWithPhone(phoneEvent())))
    const other = await accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))
    if (one === undefined || two === undefined || three === undefined) throw new Error('no sign-in')
    expect(await accounts.signOut(one.token)).toBe(one.account.id)
    expect(await accounts.signOut(one.token)).toBeUndefined()
    expect(await accounts.readSession(two.token)).toBeDefined()
    expect(await accounts.signOutEverywhere(two.token)).toBe(one.account.id)
    for (const { token } of [one, two, three]) expect(await accounts.readSession(token)).toBeUndefined()
    expect(await accounts.readSession(other.token)).toBeDefined()
  })

  test('a closed account leaves no row, and its person comes back as new', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    const { token, account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    await findSilently(accounts, ANA)
    expect(await accounts.closeAccount(token)).toBe(account.id)
    for (const table of TABLES) expect(await query(url, `select * from ${table}`)).toEqual([])
    expect(await accounts.closeAccount(token)).toBeUndefined()
    expect(await findSilently(accounts, ANA)).toBeUndefined()
    const again = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    expect(again.isNew).toBe(true)
    expect(again.account.id).not.toBe(account.id)
  })

  test('a changed number leads to the account, and the old one is free', async () => {
    await using accounts = await open(await newDatabase())
    const { token, account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    accounts.advance(2 * DAY_MS)
    const changed = await accounts.changePhone(token, phoneEvent({ phone: OTHER_NUMBER }))
    const expiresAt = new Date(accounts.now() + 30 * DAY_MS).toISOString()
    expect(changed).toEqual({ expiresAt, account: { id: account.id, phone: OTHER_NUMBER } })
    expect(await accounts.readSession(token)).toEqual(changed)
    expect((await accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))).account.id).toBe(account.id)
    expect((await accounts.signInWithPhone(phoneEvent())).account.id).not.toBe(account.id)
  })

  test('a number that another account has cannot be taken', async () => {
    await using accounts = await open(await newDatabase())
    const holder = await accounts.signInWithPhone(phoneEvent({ phone: OTHER_NUMBER }))
    const { token } = await accounts.signInWithPhone(phoneEvent())
    const change = accounts.changePhone(token, phoneEvent({ phone: OTHER_NUMBER }))
    await expect(change).rejects.toMatchObject({ name: 'AccountsError', code: 'phone_number_taken' })
    expect(await accounts.readSession(token)).toMatchObject({ account: { phone: NUMBER } })
    expect(await accounts.readSession(holder.token)).toMatchObject({ account: { phone: OTHER_NUMBER } })
  })

  test('a number that was given to somebody new meanwhile can be taken, but not by its WeChat user', async () => {
    await using accounts = await open(await newDatabase())
    await accounts.signInWithPhone(phoneEvent({ openid: ANA, phone: OTHER_NUMBER }))
    accounts.advance(91 * DAY_MS)
    const { token } = await accounts.signInWithPhone(phoneEvent({ openid: BEN }))
    const byAna = accounts.changePhone(token, phoneEvent({ openid: ANA, phone: OTHER_NUMBER }))
    await expect(byAna).rejects.toMatchObject({ code: 'phone_number_taken' })
    await accounts.changePhone(token, phoneEvent({ openid: BEN, phone: OTHER_NUMBER }))
    expect(await accounts.readSession(token)).toMatchObject({ account: { phone: OTHER_NUMBER } })
    const ana = await accounts.signInSilently({ openid: ANA, exchangeId: newExchange() })
    expect(ana?.account.phone).toBeUndefined()
  })

  test('a change of number links no openid', async () => {
    await using accounts = await open(await newDatabase())
    const { token } = await accounts.signInWithPhone(phoneEvent())
    await accounts.changePhone(token, phoneEvent({ openid: ANA, phone: OTHER_NUMBER }))
    expect(await findSilently(accounts, ANA)).toBeUndefined()
  })

  test('hooks hear of a new account, of each sign-in and of a closed account', async () => {
    const calls: string[] = []
    const hooks = {
      onAccountCreated: ({ account }: { account: { id: string } }) => void calls.push(`created ${account.id}`),
      onSignIn: ({ how, newWeChatUser }: { how: string; newWeChatUser: boolean }) =>
        void calls.push(`${how} ${newWeChatUser}`),
      onAccountClosed: (id: string) => void calls.push(`closed ${id}`),
    }
    await using accounts = await open(await newDatabase(), { hooks })
    const { token, account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    await findSilently(accounts, ANA)
    await accounts.signInWithPhone(phoneEvent({ openid: BEN }))
    await accounts.closeAccount(token)
    const { id } = account
    expect(calls).toEqual([`created ${id}`, 'phone false', 'silent false', 'phone true', `closed ${id}`])
  })

  test('a hook that fails is called again: at the next sign-in, at the next start', async () => {
    const url = await newDatabase()
    const calls: string[] = []
    const failOnce = (name: string) => async () => {
      calls.push(name)
      if (calls.filter((call) => call === name).length === 1) throw new Error(name)
    }
    const hooks = { onAccountCreated: failOnce('created'), onAccountClosed: failOnce('closed') }
    const closeIt = async () => {
      await using accounts = await open(url, { hooks })
      await expect(accounts.signInWithPhone(phoneEvent({ openid: ANA }))).rejects.toThrow('created')
      const signIn = await accounts.signInSilently({ openid: ANA, exchangeId: newExchange() })
      expect(await accounts.closeAccount(signIn?.token ?? '')).toBe(signIn?.account.id)
    }
    await closeIt()
    expect(calls).toEqual(['created', 'created', 'closed'])
    await using restarted = await open(url, { hooks })
    await expect.poll(() => calls).toEqual(['created', 'created', 'closed', 'closed'])
    expect(await findSilently(restarted, ANA)).toBeUndefined()
    await expect.poll(() => query(url, 'select * from uni_phone_closed_accounts')).toEqual([])
  })
})
