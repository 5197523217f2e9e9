import { describe, expect, onTestFinished, test } from 'vitest'
import { type AccountSettings, SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '../../src/index'
import { rule } from '../support/rules'
import { matching, OTHER_APP_ID, PHONE, setup, TOKEN } from '../support/setup'

const OTHER = { appid: OTHER_APP_ID, secret: 'fedcba9876543210fedcba9876543210' }
const OWN = { appid: SANDBOX_APP_ID }

describe('several accounts', () => {
  test('have their own secrets and tokens', async () => {
    const { stable, classic, isAlive } = setup({ accounts: [OTHER] })
    const [own, other] = [await stable(), await stable(OTHER)]
    expect(other.json).toHaveProperty('access_token')
    expect(other.json.access_token).not.toBe(own.json.access_token)
    expect((await stable({ ...OTHER, secret: SANDBOX_APP_SECRET })).errcode).toBe(40125)
    await stable({ ...OTHER, force_refresh: true })
    expect(await isAlive(String(own.json.access_token))).toBe(true)
    expect((await classic(OTHER)).json).toHaveProperty('access_token')
  })

  test(rule('phone.other-app', 'the code of one with the token of the other gets 40013'), async () => {
    const { stable, exchange, emulator } = setup({ accounts: [OTHER] })
    const tokens = [await stable(), await stable(OTHER)].map(({ json }) => String(json.access_token))
    const { code } = emulator.createPhoneCode({ appid: OTHER_APP_ID })
    expect([(await exchange(code, tokens[0])).errcode, (await exchange(code, tokens[1])).errcode]).toEqual([40013, 0])
  })

  test('the test user has a different openid in each', async () => {
    const { session, emulator } = setup({ accounts: [OTHER] })
    const own = await session(emulator.createLoginCode().code)
    const other = await session(emulator.createLoginCode({ appid: OTHER_APP_ID }).code, OTHER)
    expect(other.json.openid).toMatch(/^o[\w-]{27}$/)
    expect(other.json.openid).not.toBe(own.json.openid)
  })

  test('one can be opened at run time and is removed by a reset', async () => {
    const { stable, emulator } = setup()
    emulator.setAccount(OTHER)
    expect((await stable(OTHER)).json).toHaveProperty('access_token')
    emulator.reset()
    expect((await stable(OTHER)).errcode).toBe(40013)
  })
})

describe('settings of an account', () => {
  test('a change leaves the other settings and the tokens as they are', async () => {
    const { stable, token, isAlive, emulator } = setup()
    const old = await token()
    emulator.setAccount({ ...OWN, secretFrozen: true })
    emulator.setAccount({ ...OWN, ipAllowList: [] })
    expect(emulator.state().accounts).toMatchObject([{ appid: SANDBOX_APP_ID, secretFrozen: true, ipAllowList: [] }])
    expect(await isAlive(old)).toBe(true)
    emulator.setAccount({ ...OWN, secretFrozen: false, ipAllowList: null })
    expect((await stable()).json).toHaveProperty('access_token')
  })

  test('the secret can be changed', async () => {
    const { stable, emulator } = setup()
    emulator.setAccount({ ...OWN, secret: 'new' })
    expect([(await stable()).errcode, (await stable({ secret: 'new' })).errcode]).toEqual([40125, undefined])
  })

  test(
    rule('phone.permission', 'without the permission an exchange gets 48001 and leaves the code unused'),
    async () => {
      const { exchange, emulator } = setup({ accounts: [{ ...OWN, phoneNumberPermission: false }] })
      const { code } = emulator.createPhoneCode()
      const reply = await exchange(code)
      expect(reply).toMatchObject({ status: 200, errcode: 48001 })
      expect(reply.errmsg).toMatch(matching('api unauthorized rid: {rid}'))
      emulator.setAccount({ ...OWN, phoneNumberPermission: true })
      expect((await exchange(code)).errcode).toBe(0)
    },
  )

  for (const kind of ['stable', 'classic'] as const) {
    test(rule('token.frozen', `a frozen secret gets 40243 at the ${kind} endpoint`), async () => {
      const ask = setup({ accounts: [{ ...OWN, secretFrozen: true }] })[kind]
      const reply = await ask()
      expect(reply.errcode).toBe(40243)
      expect(reply.errmsg).toMatch(matching('AppSecret已被冻结，请解冻后再次调用。 rid: {rid}'))
      expect((await ask({ secret: 'wrong' })).errcode).toBe(40125)
    })

    test(
      rule('token.allow-list', `an address that is not on the list gets 40164 at the ${kind} endpoint`),
      async () => {
        const { [kind]: ask, emulator } = setup({ accounts: [{ ...OWN, ipAllowList: ['203.0.113.9'] }] })
        const reply = await ask()
        expect(reply.errcode).toBe(40164)
        expect(reply.errmsg).toMatch(
          matching('invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: {rid}'),
        )
        emulator.setAccount({ ...OWN, ipAllowList: ['203.0.113.9', '127.0.0.1'] })
        expect((await ask()).json).toHaveProperty('access_token')
      },
    )
  }

  test('the allow-list and a frozen secret do not matter at the other endpoints', async () => {
    const { token, exchange, session, emulator } = setup()
    const accessToken = await token()
    emulator.setAccount({ ...OWN, ipAllowList: [], secretFrozen: true })
    expect((await exchange(emulator.createPhoneCode().code, accessToken)).errcode).toBe(0)
    expect((await session(emulator.createLoginCode().code)).json).toHaveProperty('openid')
  })

  test('the address of a client is that of its socket', async () => {
    const emulator = await startEmulator({ accounts: [{ ...OWN, ipAllowList: ['127.0.0.1'] }] })
    onTestFinished(() => emulator.close())
    const query = new URLSearchParams({
      grant_type: 'client_credential',
      ...OWN,
      secret: SANDBOX_APP_SECRET,
    }).toString()
    const ask = async () => (await fetch(`${emulator.url}${TOKEN}?${query}`)).json()
    expect(await ask()).toHaveProperty('access_token')
    emulator.setAccount({ ...OWN, ipAllowList: ['127.0.0.3', '::1'] })
    expect(await ask()).toMatchObject({ errcode: 40164 })
  })
})

describe('limits of accounts', () => {
  test.each([
    {},
    { appid: OTHER_APP_ID },
    { appid: 'wx 1', secret: 'x' },
    { appid: OTHER_APP_ID, secret: '' },
    { ...OWN, ipAllowList: '127.0.0.1' },
    { ...OWN, ipAllowList: ['localhost'] },
    { ...OWN, phoneNumberPermission: 'no' },
    { ...OWN, secretFrozen: 1 },
    { ...OWN, frozen: true },
  ])('the account %j is refused, and the error says what to send', (account) => {
    const { emulator } = setup()
    const set = () => {
      emulator.setAccount(account as AccountSettings)
    }
    expect(set).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^send /) as string }),
    )
    expect(() => setup({ accounts: [account as AccountSettings] })).toThrow(TypeError)
  })

  test('there can be 100 of them', () => {
    const { emulator } = setup()
    for (let made = 1; made < 100; made += 1) emulator.setAccount({ appid: `wx${made}`, secret: 'x' })
    expect(() => {
      emulator.setAccount(OTHER)
    }).toThrow('reset first')
    emulator.setAccount({ appid: 'wx1', secret: 'y' })
  })

  test('no secret is in the state', () => {
    const { emulator } = setup({ accounts: [OTHER] })
    expect(JSON.stringify(emulator.state())).not.toMatch(new RegExp(`${OTHER.secret}|${SANDBOX_APP_SECRET}`))
  })

  test('permissions are checked when a token is used', async () => {
    const { token, ask, emulator } = setup()
    const path = `${PHONE}?access_token=${await token()}`
    emulator.setAccount({ ...OWN, phoneNumberPermission: false })
    expect((await ask(path)).errcode).toBe(48001)
  })
})
