import { describe, expect, test } from 'vitest'
import { type Pack, SANDBOX_APP_ID } from '../../src/index'
import { rule } from '../support/rules'
import { setup, START } from '../support/setup'

const USAGE = '/wxa/charge/usage/get'
const SPU = '10000077'
const NOW = START / 1000

function setupPacks(packs: readonly Pack[] | null) {
  const given = setup({ accounts: [{ appid: SANDBOX_APP_ID, packs }] })
  const usage = async (changes: Record<string, string> = {}) => {
    const query = { access_token: await given.token(), spuId: SPU, offset: '0', limit: '20', ...changes }
    return (await given.ask(`${USAGE}?${new URLSearchParams(query).toString()}`)).json
  }
  return { ...given, usage }
}

describe('packs', () => {
  test(rule('usage.answer', 'are listed with their use, as strings'), async () => {
    const { usage } = setupPacks([
      { all: 100, used: 40 },
      { all: 50, startTime: NOW + 60 },
      { all: 7, used: 7, endTime: NOW },
    ])
    const { all, effectiveUse, total, detailList } = await usage()
    expect({ all, effectiveUse, total }).toEqual({ all: '100', effectiveUse: '40', total: 3 })
    expect(detailList).toMatchObject([
      { status: 1, all: '100', used: '40', spuId: SPU },
      { status: 2, startTime: NOW + 60 },
      { status: 3, endTime: NOW },
    ])
  })

  test(rule('usage.runs-out', 'are used up by taps, and the button then fails'), async () => {
    const { usage, emulator, exchange } = setupPacks([{ all: 1 }, { all: 1 }])
    const codes = [emulator.createPhoneCode().code, emulator.createPhoneCode().code]
    expect(await usage()).toMatchObject({ all: '2', effectiveUse: '2' })
    expect(() => emulator.createPhoneCode()).toThrow(expect.objectContaining({ code: 'quota_exhausted' }))
    for (const code of codes) expect((await exchange(code)).errcode).toBe(0)
    emulator.setAccount({ appid: SANDBOX_APP_ID, packs: [{ all: 1 }] })
    expect(emulator.createPhoneCode()).toHaveProperty('code')
    emulator.reset()
    expect(await usage()).toMatchObject({ all: '2', effectiveUse: '0' })
  })

  test(rule('usage.answer', 'are none, and calls unlimited, by default'), async () => {
    const { usage, emulator } = setupPacks(null)
    emulator.createPhoneCode()
    expect(await usage()).toMatchObject({ errcode: 0, all: '0', effectiveUse: '0', total: 0, detailList: [] })
  })

  test(rule('usage.answer', 'are listed page by page, for their own product'), async () => {
    const { usage } = setupPacks([{ all: 1 }, { all: 2, spuId: '10000086' }, { all: 3 }])
    expect(await usage({ offset: '1', limit: '1' })).toMatchObject({ total: 2, detailList: [{ all: '3' }] })
    expect(await usage({ spuId: '10000086' })).toMatchObject({ all: '2', total: 1 })
  })

  test.each<Record<string, string>>([{ spuId: '' }, { limit: '21' }, { offset: '-1' }, { limit: '' }])(
    rule('usage.arguments', 'with the parameters %j get 10120002'),
    async (changes) => {
      expect((await setupPacks(null).usage(changes)).errcode).toBe(10_120_002)
    },
  )

  test.each([[[{ all: -1 }]], [[{}]], [[{ all: 1, left: 1 }]], ['many']])('%j are refused as a setting', (packs) => {
    const { emulator } = setup()
    expect(() => {
      emulator.setAccount({ appid: SANDBOX_APP_ID, packs: packs as unknown as Pack[] })
    }).toThrow(/^send /)
  })
})
