import { describe, expect, test } from 'vitest'
import { type Quotas, SANDBOX_APP_ID } from '../../src/index'
import { rule } from '../support/rules'
import { matching, OTHER_APP_ID, setup } from '../support/setup'

const OTHER = { appid: OTHER_APP_ID, secret: 'x' }
const MINUTE = 60_000
const DAY = 86_400_000
const DAILY =
  'reach max api daily quota limit, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: {rid}'

describe('the limits of the token endpoints', () => {
  test(rule('token.quota', 'classic: 2000 tokens a day'), () => {
    expect(setup().emulator.state().quotas.tokensPerDay).toBe(2_000)
  })

  test(rule('token.quota', 'classic: 45009 once the day’s are used up, tokens again the next day'), async () => {
    const { classic, emulator } = setup({ quotas: { tokensPerDay: 2 } })
    for (let time = 1; time <= 2; time += 1) expect((await classic()).errcode).toBe(undefined)
    const reply = await classic()
    expect(reply.errcode).toBe(45009)
    expect(reply.errmsg).toMatch(matching(DAILY))
    emulator.advance(DAY)
    expect((await classic()).json).toHaveProperty('access_token')
  })

  test(rule('quota.windows', 'a day ends at midnight in Beijing, a minute with the minute of the clock'), async () => {
    const { classic, stable, emulator } = setup({ quotas: { tokensPerDay: 1, stableTokensPerMinute: 1 } })
    const ask = async () => [(await classic()).errcode, (await stable()).errcode]
    await ask()
    emulator.advance(10 * 3_600_000 - 1)
    expect(await ask()).toEqual([45009, undefined])
    expect(await ask()).toEqual([45009, 45011])
    emulator.advance(1)
    expect(await ask()).toEqual([undefined, undefined])
  })

  test('are counted for each AppID', async () => {
    const { classic } = setup({ quotas: { tokensPerDay: 1 }, accounts: [OTHER] })
    await classic()
    expect([(await classic()).errcode, (await classic(OTHER)).errcode]).toEqual([45009, undefined])
  })

  test('are counted for each endpoint', async () => {
    const { classic, stable } = setup({ quotas: { tokensPerDay: 0 } })
    expect([(await classic()).errcode, (await stable()).errcode]).toEqual([45009, undefined])
  })

  test('do not count refused requests', async () => {
    const { classic, emulator } = setup()
    await classic({ secret: 'wrong' })
    await classic({ grant_type: '' })
    expect(emulator.state().accounts[0]?.used.tokensPerDay).toBe(0)
  })

  test(rule('stable.frequency', 'stable: 10000 calls a minute and 500000 a day'), () => {
    expect(setup().emulator.state().quotas).toMatchObject({
      stableTokensPerMinute: 10_000,
      stableTokensPerDay: 500_000,
    })
  })

  test(rule('stable.frequency', 'stable: 45011 once the minute’s are used up'), async () => {
    const { stable, emulator } = setup({ quotas: { stableTokensPerMinute: 2 } })
    for (let time = 1; time <= 2; time += 1) expect((await stable()).errcode).toBe(undefined)
    const reply = await stable()
    expect(reply.errcode).toBe(45011)
    expect(reply.errmsg).toMatch(matching('api minute-quota reach limit  mustslower  retry next minute rid: {rid}'))
    emulator.advance(MINUTE)
    expect((await stable()).json).toHaveProperty('access_token')
    expect(emulator.state().accounts).toMatchObject([{ used: { stableTokensPerDay: 3, stableTokensPerMinute: 1 } }])
  })

  test(rule('stable.frequency', 'stable: 45009 once the day’s are used up'), async () => {
    const { stable } = setup({ quotas: { stableTokensPerDay: 1 } })
    expect([(await stable()).errcode, (await stable()).errcode]).toEqual([undefined, 45009])
  })
})

describe('the limits of the code endpoints', () => {
  test(rule('session.quota', 'a user gets 100 sessions a minute, then 45011 with the code unused'), async () => {
    const { session, emulator } = setup()
    for (let time = 1; time <= 100; time += 1) await session(emulator.createLoginCode().code)
    const [{ code }, other] = [emulator.createLoginCode(), emulator.createLoginCode({ openid: 'oOther' })]
    const reply = await session(code)
    expect(reply.errcode).toBe(45011)
    expect(reply.errmsg).toMatch(matching('api minute-quota reach limit mustslower retry next minute rid: {rid}'))
    expect((await session(other.code)).json).toHaveProperty('openid')
    emulator.advance(MINUTE)
    expect((await session(code)).json).toHaveProperty('openid')
  })

  test.each([
    ['phoneNumbersPerMinute', 45011, MINUTE],
    ['phoneNumbersPerDay', 45009, DAY],
  ] as const)(
    rule('phone.quota', 'exchanges are unlimited until %s is set: then %i with the code unused'),
    async (name, errcode, windowMs) => {
      const { exchange, emulator } = setup()
      const codes = () => [emulator.createPhoneCode().code, emulator.createPhoneCode().code]
      const errcodes = async ([first, second]: string[]) => [
        (await exchange(first)).errcode,
        (await exchange(second)).errcode,
      ]
      expect(await errcodes(codes())).toEqual([0, 0])
      emulator.setQuotas({ [name]: 1 })
      expect(await errcodes(codes())).toEqual([0, errcode])
      emulator.advance(windowMs)
      const { code } = emulator.createPhoneCode()
      emulator.setQuotas({ [name]: 0 })
      expect((await exchange(code)).errcode).toBe(errcode)
      emulator.setQuotas({ [name]: null })
      expect((await exchange(code)).errcode).toBe(0)
    },
  )
})

describe('settings', () => {
  test('null removes a limit, and limits that are not named stay', async () => {
    const { classic, emulator } = setup({ quotas: { tokensPerDay: 0, forcedRefreshesPerDay: 3 } })
    emulator.setQuotas({ tokensPerDay: null })
    expect((await classic()).json).toHaveProperty('access_token')
    expect(emulator.state().quotas).toMatchObject({ tokensPerDay: null, forcedRefreshesPerDay: 3 })
  })

  test('a reset restores the limits and clears the counts', async () => {
    const { classic, emulator } = setup({ quotas: { tokensPerDay: 1 } })
    emulator.setQuotas({ tokensPerDay: 5 })
    await classic()
    emulator.reset()
    expect(emulator.state()).toMatchObject({
      quotas: { tokensPerDay: 1 },
      accounts: [{ appid: SANDBOX_APP_ID, used: { tokensPerDay: 0 } }],
    })
  })

  test.each([{ tokensPerDay: -1 }, { tokensPerDay: 1.5 }, { tokensPerDay: '2' }, { tokens: 1 }])(
    '%j is refused with advice',
    (quotas) => {
      const { emulator } = setup()
      expect(() => {
        emulator.setQuotas(quotas as Quotas)
      }).toThrow(expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^send /) as string }))
      expect(() => setup({ quotas: quotas as Quotas })).toThrow(TypeError)
    },
  )
})
