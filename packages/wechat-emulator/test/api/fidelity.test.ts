import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { WECHAT_ERRCODES, WECHAT_ROUTES } from '../../src/index'
import { tableUnder } from '../support/fidelity-page'
import { RULES, rule } from '../support/rules'
import { NATURAL_ERRCODES } from '../support/natural-errcodes'
import { PHONE, setup } from '../support/setup'

const routes = tableUnder('Routes')
const rules = tableUnder('Rules')
const errcodes = tableUnder('Error codes')

function namesIn(rows: typeof routes, isWanted: (status: string) => boolean): string[] {
  return rows
    .filter(({ status }) => isWanted(status))
    .flatMap(({ names }) => names)
    .sort()
}

const isEmulated = (status: string) => status !== 'not emulated'

describe('routes', () => {
  test('the page and the emulator have the same', () => {
    expect(namesIn(routes, isEmulated)).toEqual([...WECHAT_ROUTES].sort())
  })

  test.each(WECHAT_ROUTES)(rule('wire.unknown-path', '%s is emulated'), async (route) => {
    const [method = '', path = ''] = route.split(' ')
    expect((await setup().ask(path, { method })).errcode).not.toBe(40066)
  })

  test.each(namesIn(routes, (status) => status === 'not emulated'))(
    rule('wire.unknown-path', '%s is not emulated and gets 40066'),
    async (route) => {
      const [method = '', path = ''] = route.split(' ')
      expect((await setup().ask(path, { method })).errcode).toBe(40066)
    },
  )
})

describe('errcodes', () => {
  test('the page and the emulator have the same', () => {
    expect(namesIn(errcodes, () => true)).toEqual(WECHAT_ERRCODES.map(String).sort())
  })

  test('the page calls those not emulated that only a fault gives', () => {
    expect(namesIn(errcodes, isEmulated)).toEqual(Object.keys(NATURAL_ERRCODES).sort())
  })

  test.each(Object.entries(NATURAL_ERRCODES))('%s occurs without a fault', async (errcode, give) => {
    expect((await give(setup())).errcode).toBe(Number(errcode))
  })

  test.each(WECHAT_ERRCODES)(rule('wire.texts', '%i as a fault has its own text and a rid'), async (errcode) => {
    const { ask, emulator } = setup()
    emulator.addFault({ path: PHONE, fault: { errcode } })
    const reply = await ask(PHONE)
    expect(reply).toMatchObject({ status: 200, errcode })
    expect(reply.errmsg).toMatch(/rid: [\da-f]{8}-[\da-f]{8}-[\da-f]{8}$/)
    expect(reply.errmsg).not.toContain('emulated error')
  })
})

describe('rules', () => {
  test('the page and the tests have the same', () => {
    expect(namesIn(rules, isEmulated)).toEqual(Object.keys(RULES).sort())
  })

  test('the page and the tests name the same source for each', () => {
    const sources = Object.entries(RULES)
    const rowOf = (id: string) => rules.find(({ names }) => names.includes(id))
    expect(sources.filter(([id, source]) => rowOf(id)?.text.includes(source) !== true)).toEqual([])
    expect(sources.filter(([id, source]) => source === 'unverified' && rowOf(id)?.status !== 'unverified')).toEqual([])
  })

  test('each has a test that names it', () => {
    const folder = new URL('..', import.meta.url)
    const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'))
    const text = tests.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n')
    const named = [...text.matchAll(/\brule\(\s*'([\w.-]+)'/g)].map(([, id = '']) => id)
    expect([...new Set(named)].sort()).toEqual(Object.keys(RULES).sort())
  })
})
