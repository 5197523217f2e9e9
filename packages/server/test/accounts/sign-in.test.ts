import { sessionResponseSchema, signInDataSchema, signInResponseSchema } from '@uni-phone/contract/schemas'
import { expect, test } from 'vitest'
import { PHONE_PATH, SESSION_PATH as LOGIN_PATH } from '../setup'
import { ANA, BEN, DAY_MS, NUMBER, OTHER_NUMBER, setupAccounts } from './setup'

test('a tap signs a new person in, and the token shows who it is', async () => {
  await using t = await setupAccounts()
  const { status, body } = await t.post(t.tap(ANA))
  expect(status).toBe(200)
  const data = signInDataSchema.parse(body.data)
  expect(data).toEqual({ token: data.token, expiresAt: '2026-12-22T06:00:00.000Z' })
  const session = await t.session(data.token)
  expect(session).toMatchObject({ status: 200 })
  expect(sessionResponseSchema.parse(session.body)).toMatchObject({ account: { countryCode: '86', endsIn: '8000' } })
  expect(session.headers.get('cache-control')).toBe('no-store')
})

test('a returning person is signed in by a login code, and no phone code is spent', async () => {
  await using t = await setupAccounts()
  await t.signIn(ANA)
  const before = t.calls(PHONE_PATH)
  const { status, body } = await t.silently({ loginCode: t.loginCode(ANA) })
  expect(status).toBe(200)
  const { token } = signInResponseSchema.parse(body)
  expect(await t.session(token)).toMatchObject({ body: { account: { endsIn: '8000' } } })
  expect(t.calls(PHONE_PATH)).toBe(before)
})

test('a WeChat user without an account is asked for a number', async () => {
  await using t = await setupAccounts()
  expect(await t.silently({ loginCode: t.loginCode(ANA) })).toMatchObject({
    status: 404,
    body: { code: 'phone_number_required', retryable: false },
  })
})

test('a login code that WeChat refuses is told apart from a person who is not known', async () => {
  await using t = await setupAccounts()
  const loginCode = t.loginCode(ANA)
  await t.silently({ loginCode })
  const again = await t.silently({ loginCode })
  expect(again).toMatchObject({ status: 409, body: { code: 'code_rejected' } })
  expect(again.body.detail).toContain('uni.login')
})

test.each([{}, { loginCode: '' }, { loginCode: 1 }, { code: 'x' }, [], null])(
  'the body %j is refused',
  async (body) => {
    await using t = await setupAccounts()
    expect(await t.silently(body as object)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  },
)

test('WeChat checks that both codes are of one person, and a pair of two people signs nobody in', async () => {
  await using t = await setupAccounts()
  const stolen = { code: t.phoneCode(ANA, NUMBER), loginCode: t.loginCode(BEN) }
  expect(await t.post(stolen)).toMatchObject({ status: 409, body: { code: 'code_rejected' } })
  const reverse = { code: t.phoneCode(BEN, OTHER_NUMBER), loginCode: t.loginCode(ANA) }
  expect(await t.post(reverse)).toMatchObject({ status: 409, body: { code: 'code_rejected' } })
  expect(await t.silently({ loginCode: t.loginCode(BEN) })).toMatchObject({ status: 404 })
})

test('where WeChat cannot check the pair, the holder of the number is signed in and nobody is linked', async () => {
  await using t = await setupAccounts()
  t.emulator.setQuirks({ openid: 'rejected' })
  const token = await t.signIn(ANA)
  expect(await t.session(token)).toMatchObject({ status: 200 })
  expect(await t.silently({ loginCode: t.loginCode(ANA) })).toMatchObject({ status: 404 })
})

test('with the check switched off no openid is sent and none is linked', async () => {
  await using t = await setupAccounts({ checkOpenid: false })
  await t.post({ code: t.phoneCode(ANA, NUMBER), loginCode: t.loginCode(BEN) })
  for (const openid of [ANA, BEN])
    expect(await t.silently({ loginCode: t.loginCode(openid) })).toMatchObject({ status: 404 })
})

test('a login code lost to a failed first try still counts: the retry knows the openid', async () => {
  await using t = await setupAccounts()
  const body = t.tap(ANA)
  t.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { errcode: -1 } })
  const key = { 'idempotency-key': 'tap-with-a-busy-wechat' }
  expect(await t.post(body, key)).toMatchObject({ status: 503, body: { code: 'wechat_unavailable' } })
  expect(await t.post(body, key)).toMatchObject({ status: 200 })
  expect(t.calls(LOGIN_PATH)).toBe(1)
  expect(await t.silently({ loginCode: t.loginCode(ANA) })).toMatchObject({ status: 200 })
})

test('a lost answer comes again with the same token, and makes no second session', async () => {
  await using t = await setupAccounts()
  const [body, key] = [t.tap(ANA), { 'idempotency-key': 'tap-whose-answer-was-lost' }]
  const first = await t.post(body, key)
  const second = await t.post(body, key)
  expect(second.body).toEqual(first.body)
  expect(second.headers.get('idempotency-replayed')).toBe('true')
})

test('a lost answer to a login code comes again, and only to who sends key and code', async () => {
  await using t = await setupAccounts()
  await t.signIn(ANA)
  const [body, key] = [{ loginCode: t.loginCode(ANA) }, { 'idempotency-key': 'launch-whose-answer-was-lost' }]
  const first = await t.silently(body, key)
  const second = await t.silently(body, key)
  expect(second).toMatchObject({ status: 200, body: first.body })
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  const stolen = await t.silently({ loginCode: t.loginCode(BEN) }, key)
  expect(stolen).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } })
  expect(await t.post(t.tap(BEN), key)).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } })
})

test('a number that is taken over after 91 days leaves the old account its WeChat sign-in', async () => {
  await using t = await setupAccounts()
  await t.signIn(ANA)
  t.advance(89 * DAY_MS)
  const young = await t.session(await t.signIn(BEN))
  await t.silently({ loginCode: t.loginCode(ANA) })
  t.advance(91 * DAY_MS)
  const newcomer = await t.session(await t.signIn('oNewNewNewNewNewNewNewNewNew'))
  expect(idOf(newcomer)).not.toBe(idOf(young))
  const { body } = await t.silently({ loginCode: t.loginCode(ANA) })
  const old = await t.session(String(body.token))
  expect(old.body.account).toEqual({ id: idOf(young) })
})

test('an old number is not given away while WeChat cannot say whose login code it is', async () => {
  await using t = await setupAccounts()
  const id = idOf(await t.session(await t.signIn(ANA)))
  t.advance(91 * DAY_MS)
  const [body, key] = [t.tap(ANA), { 'idempotency-key': 'tap-while-jscode2session-is-busy' }]
  t.emulator.addFault({ path: LOGIN_PATH, times: 4, fault: { errcode: -1 } })
  expect(await t.post(body, key)).toMatchObject({ status: 503, body: { code: 'handler_failed', retryable: true } })
  t.emulator.clearFaults()
  const { status, body: answer } = await t.post(body, key)
  expect(status).toBe(200)
  expect(idOf(await t.session((answer.data as { token: string }).token))).toBe(id)
})

function idOf({ body }: { body: Record<string, unknown> }): unknown {
  return (body.account as { id?: string } | undefined)?.id
}
