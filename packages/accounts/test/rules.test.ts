import { expect, test } from 'vitest'
import {
  ANA,
  APP_ID,
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

onBothDatabases(({ newDatabase, query }) => {
  test('a login code alone signs in nobody who is not known', async () => {
    await using accounts = await open(await newDatabase())
    expect(await findSilently(accounts, ANA)).toBeUndefined()
  })

  test('a phone code makes an account, and its login code signs in silently from then on', async () => {
    await using accounts = await open(await newDatabase())
    const first = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    expect(first).toMatchObject({ how: 'phone', isNew: true, newWeChatUser: false, account: { phone: NUMBER } })
    expect(first.expiresAt).toBe('2026-12-22T06:00:00.000Z')
    const silent = await accounts.signInSilently({ openid: ANA, exchangeId: newExchange() })
    expect(silent).toMatchObject({ how: 'silent', isNew: false, account: { id: first.account.id, phone: NUMBER } })
    expect(silent?.token).not.toBe(first.token)
  })

  test('the same number finds the account, with or without an openid', async () => {
    await using accounts = await open(await newDatabase())
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    for (const event of [phoneEvent({ openid: ANA }), phoneEvent()]) {
      const again = await accounts.signInWithPhone(event)
      expect(again).toMatchObject({ isNew: false, newWeChatUser: false, account: { id: account.id } })
    }
  })

  test('the same digits in another country are another account', async () => {
    await using accounts = await open(await newDatabase())
    const inHongKong = { countryCode: '852', purePhoneNumber: '51234567' }
    const { account } = await accounts.signInWithPhone(phoneEvent({ phone: inHongKong }))
    const other = await accounts.signInWithPhone(phoneEvent({ phone: { ...inHongKong, countryCode: '65' } }))
    expect(other.account.id).not.toBe(account.id)
    expect((await accounts.signInWithPhone(phoneEvent({ phone: inHongKong }))).account.id).toBe(account.id)
  })

  test('an openid is the same person in one mini program only', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    await using other = await open(url, { appId: 'wx0000000000000002' })
    await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    expect(await findSilently(other, ANA)).toBeUndefined()
    expect(await query(url, 'select app_id, openid from uni_phone_wechat_users')).toEqual([
      { app_id: APP_ID, openid: ANA },
    ])
  })

  test('an event may name another mini program than the one the accounts were opened with', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    const appId = 'wx0000000000000002'
    await accounts.signInWithPhone(phoneEvent({ appId, openid: ANA }))
    expect(await findSilently(accounts, ANA)).toBeUndefined()
    expect(await accounts.signInSilently({ appId, openid: ANA, exchangeId: 'e-1' })).toMatchObject({ how: 'silent' })
    expect(await query(url, 'select app_id, openid from uni_phone_wechat_users')).toEqual([
      { app_id: appId, openid: ANA },
    ])
  })

  test('a unionid signs in silently in another mini program of the same owner, and its openid is linked', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    await using other = await open(url, { appId: 'wx0000000000000002' })
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA, unionid: 'union-ana' }))
    expect(await findSilently(other, BEN, 'union-ana')).toBe(account.id)
    expect(await findSilently(other, BEN)).toBe(account.id)
  })

  test('a unionid that WeChat gives later is noted', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    await using other = await open(url, { appId: 'wx0000000000000002' })
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    await findSilently(accounts, ANA, 'union-ana')
    await findSilently(accounts, ANA)
    expect(await findSilently(other, BEN, 'union-ana')).toBe(account.id)
  })

  test('a unionid of two accounts signs in to neither', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    await using other = await open(url, { appId: 'wx0000000000000002' })
    await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    await other.signInWithPhone(phoneEvent({ openid: ANA, phone: OTHER_NUMBER }))
    await findSilently(accounts, ANA, 'union-ana')
    await findSilently(other, ANA, 'union-ana')
    await using third = await open(url, { appId: 'wx0000000000000003' })
    expect(await findSilently(third, BEN, 'union-ana')).toBeUndefined()
  })

  test('an unchecked pair signs the holder of the number in and links nothing', async () => {
    await using accounts = await open(await newDatabase())
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA, openidChecked: false }))
    expect(account.phone).toEqual(NUMBER)
    expect(await findSilently(accounts, ANA)).toBeUndefined()
  })

  test("another's login code with one's own phone code takes nothing from the other", async () => {
    await using accounts = await open(await newDatabase())
    const victim = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    for (const openidChecked of [false, true]) {
      const event = phoneEvent({ openid: ANA, phone: OTHER_NUMBER, openidChecked })
      expect((await accounts.signInWithPhone(event)).account.id).not.toBe(victim.account.id)
    }
    expect(await findSilently(accounts, ANA)).toBe(victim.account.id)
    expect(await accounts.readSession(victim.token)).toMatchObject({ account: { phone: NUMBER } })
    expect((await accounts.signInWithPhone(phoneEvent())).account.id).toBe(victim.account.id)
  })

  test("another's phone code with one's own login code does not give the login code the account", async () => {
    await using accounts = await open(await newDatabase())
    const victim = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    await accounts.signInWithPhone(phoneEvent({ openid: BEN, openidChecked: false }))
    expect(await findSilently(accounts, BEN)).toBeUndefined()
    const attacker = await accounts.signInWithPhone(phoneEvent({ openid: BEN, phone: OTHER_NUMBER }))
    await accounts.signInWithPhone(phoneEvent({ openid: BEN }))
    expect(await findSilently(accounts, BEN)).toBe(attacker.account.id)
    expect(await findSilently(accounts, ANA)).toBe(victim.account.id)
  })

  test('a WeChat user who is new to an account is reported, also to a retry, and linked', async () => {
    await using accounts = await open(await newDatabase())
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    const event = phoneEvent({ openid: BEN })
    for (const retried of [event, event]) {
      const signIn = await accounts.signInWithPhone(retried)
      expect(signIn).toMatchObject({ newWeChatUser: true, account: { id: account.id } })
    }
    expect(await accounts.signInWithPhone(phoneEvent({ openid: BEN }))).toMatchObject({ newWeChatUser: false })
    expect(await findSilently(accounts, BEN)).toBe(account.id)
  })

  test('a number goes to a newcomer once no phone code has proved it for more than 90 days', async () => {
    await using accounts = await open(await newDatabase())
    const old = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    accounts.advance(89 * DAY_MS)
    const young = await accounts.signInWithPhone(phoneEvent({ openid: BEN }))
    expect(young).toMatchObject({ newWeChatUser: true, account: { id: old.account.id } })
    accounts.advance(91 * DAY_MS)
    expect(await findSilently(accounts, ANA)).toBe(old.account.id)
    const newcomer = await accounts.signInWithPhone(phoneEvent({ openid: 'oNew', openidChecked: true }))
    expect(newcomer).toMatchObject({ isNew: true, newWeChatUser: false, recycledFrom: old.account.id })
    expect(newcomer.account.phone).toEqual(NUMBER)
    expect(newcomer.account.id).not.toBe(old.account.id)
    const silent = await accounts.signInSilently({ openid: ANA, exchangeId: newExchange() })
    expect(silent?.account).toEqual({ id: old.account.id, phone: undefined })
    expect(await findSilently(accounts, 'oNew')).toBe(newcomer.account.id)
  })

  test('after any time the WeChat user whom the account knows keeps number and account', async () => {
    await using accounts = await open(await newDatabase())
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    accounts.advance(1_000 * DAY_MS)
    expect(await accounts.signInWithPhone(phoneEvent({ openid: ANA }))).toMatchObject({ account, isNew: false })
    accounts.advance(89 * DAY_MS)
    expect(await accounts.signInWithPhone(phoneEvent({ openid: BEN }))).toMatchObject({ account, isNew: false })
  })

  test('leaving the login code out opens no account whose number is old', async () => {
    await using accounts = await open(await newDatabase())
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    accounts.advance(91 * DAY_MS)
    expect((await accounts.signInWithPhone(phoneEvent())).account.id).not.toBe(account.id)
  })

  test('an old number whose login code WeChat could not be asked about changes nothing until it can', async () => {
    await using accounts = await open(await newDatabase())
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    accounts.advance(91 * DAY_MS)
    const event = phoneEvent()
    await expect(accounts.signInWithPhone({ ...event, openidPending: true })).rejects.toMatchObject({
      code: 'openid_required',
    })
    expect((await accounts.signInWithPhone({ ...event, openid: ANA, openidChecked: true })).account).toEqual(account)
  })

  test('the time after which a number may be somebody else’s is a setting', async () => {
    await using accounts = await open(await newDatabase(), { recycledAfterDays: 7 })
    const { account } = await accounts.signInWithPhone(phoneEvent({ openid: ANA }))
    accounts.advance(8 * DAY_MS)
    expect((await accounts.signInWithPhone(phoneEvent({ openid: BEN }))).account.id).not.toBe(account.id)
  })

  test('one exchange has one session, however often it comes, and the token before is worth nothing', async () => {
    const url = await newDatabase()
    await using accounts = await open(url)
    const event = phoneEvent({ openid: ANA })
    const first = await accounts.signInWithPhone(event)
    const second = await accounts.signInWithPhone(event)
    expect(await accounts.readSession(first.token)).toBeUndefined()
    expect(await accounts.readSession(second.token)).toMatchObject({ account: first.account })
    const silent = { openid: ANA, exchangeId: newExchange() }
    await accounts.signInSilently(silent)
    await accounts.signInSilently(silent)
    expect(await query(url, 'select * from uni_phone_sessions')).toHaveLength(2)
  })
})
