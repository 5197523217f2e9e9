import { compileMiniProgram, type EventDetail, runInNode } from '@uni-phone/miniprogram-runner'
import { MASKED_NUMBER } from '@uni-phone/test-support/product'
import { PHONE, sendJson, startStubServer, type StubServer } from '@uni-phone/test-support/services'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWithButton, readButtonFiles } from './adopted-button'

let api: StubServer
let app: Awaited<ReturnType<typeof buildWithButton>>

beforeAll(async () => {
  api = await startStubServer((response) => {
    sendJson(response, 200, PHONE)
  })
  app = await buildWithButton(readButtonFiles(api.url))
})

afterAll(async () => {
  app[Symbol.dispose]()
  await api.close()
})

/** Opens the page of the recipe, agrees and taps the button. */
async function tap(detail: EventDetail) {
  const program = compileMiniProgram(app.output)
  expect(program.diagnostics).toEqual([])
  const phone = await runInNode(program, { openType: () => detail })
  phone.launch('pages/index/index')
  phone.tap('.agreement')
  phone.tap(await phone.until(() => phone.$('.phone-button')))
  return Object.assign(phone, { [Symbol.asyncDispose]: () => phone.close() })
}

test('type-checks in the adopting project, without a package of ours', async () => {
  await expect(app.typeCheck()).resolves.toMatchObject({ stdout: '' })
})

test('shows the masked number', async () => {
  await using phone = await tap({ errMsg: 'getPhoneNumber:ok', code: 'c' })
  expect(await phone.until(() => phone.$('.phone-result')?.text)).toBe(MASKED_NUMBER)
  expect(phone.problems()).toEqual([])
})

test.each([
  ['你没有选择手机号', { errMsg: 'getPhoneNumber:fail user deny' }],
  ['暂不可用', { errMsg: 'getPhoneNumber:fail', errno: 1400001 }],
])('says %s after %o, beside an enabled button', async (text, detail) => {
  await using phone = await tap(detail)
  expect(await phone.until(() => phone.$('.phone-message')?.text)).toContain(text)
  expect(phone.$('.phone-button')?.property('disabled')).toBe(false)
})
