import { flushPromises, mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import SandboxPhoneButton from '../src/sandbox/SandboxPhoneButton.vue'
import { problem, startApi } from './support/api-server'
import { soon, stubUni } from './support/open-page'

const testUser = { body: { phoneNumber: '138****8000' } }
const sandboxCode = { body: { code: 'sandbox-code', expiresAt: 1 } }

async function openSheet(...answers: Parameters<typeof startApi>) {
  const uni = stubUni()
  const server = await startApi(...answers)
  vi.stubEnv('VITE_API_BASE_URL', `${server.baseUrl}/`)
  const button = mount(SandboxPhoneButton, { props: { label: 'go', busy: false } })
  await button.get('.phone-button').trigger('click')
  await soon(() => {
    expect(server.seen).toHaveLength(1)
  })
  return { uni, button, ...server }
}

test('shows the number of the emulator’s test user', async () => {
  const { button } = await openSheet({ body: { phoneNumber: '+85****4567' } })
  await soon(() => {
    expect(button.get('.consent-digits').text()).toBe('+85****4567')
  })
})

test('emits the same events as WeChat', async () => {
  const { uni, button, seen } = await openSheet(testUser, testUser, sandboxCode)
  await button.get('.consent-deny').trigger('click')
  await button.get('.phone-button').trigger('click')
  await soon(() => {
    expect(seen).toHaveLength(2)
  })
  await button.get('.consent-allow').trigger('click')
  await soon(() => {
    expect(button.emitted('answer')).toEqual([
      [{ detail: { errMsg: 'getPhoneNumber:fail user deny' } }],
      [{ detail: { errMsg: 'getPhoneNumber:ok', code: 'sandbox-code' } }],
    ])
  })
  await flushPromises()
  expect(button.find('.consent-sheet').exists()).toBe(false)
  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /_sandbox/test-user',
    'GET /_sandbox/test-user',
    'POST /_sandbox/phone-codes',
  ])
  expect(seen[2]?.body).toEqual({})
  expect(uni.login).not.toHaveBeenCalled()
})

test.each([
  ['.consent-forbid', { errMsg: 'getPhoneNumber:fail operateWXData:fail jsapi has no permission', errno: 102 }],
  ['.consent-use-up', { errMsg: 'getPhoneNumber:fail', errno: 1400001 }],
])('simulates WeChat’s other answers: %s', async (selector, detail) => {
  const { button } = await openSheet(testUser)
  await button.get(selector).trigger('click')
  expect(button.emitted('answer')).toEqual([[{ detail }]])
})

async function giveNumber(button: Awaited<ReturnType<typeof openSheet>>['button'], value: string): Promise<void> {
  await button.get('.consent-other').trigger('click')
  button.get('.consent-input').element.dispatchEvent(new CustomEvent('input', { detail: { value } }))
  await button.get('.consent-allow').trigger('click')
}

test('takes another number, and forgets it for the next sheet', async () => {
  const { button, seen } = await openSheet(testUser, sandboxCode)
  await button.setProps({ realtime: true })
  await giveNumber(button, '13900139000')
  await soon(() => {
    expect(button.emitted('answer')).toEqual([
      [{ detail: { errMsg: 'getRealtimePhoneNumber:ok', code: 'sandbox-code' } }],
    ])
  })
  expect(seen[1]?.body).toEqual({ phoneNumber: '13900139000' })
  await button.get('.phone-button').trigger('click')
  expect(button.find('.consent-input').exists()).toBe(false)
})

test('tells an invalid number from an unreachable sandbox', async () => {
  const { button } = await openSheet(testUser, { status: 400, body: problem('invalid_request', 400, false) })
  await giveNumber(button, '123')
  await soon(() => button.get('.consent-error'))
  expect(button.get('.consent-error').text()).toContain('5 到 15 位')
})

test('says that the sandbox does not answer', async () => {
  const { button } = await openSheet({ status: 502, body: 'gone' })
  await soon(() => button.get('.consent-error'))
  await button.get('.consent-allow').trigger('click')
  await flushPromises()
  expect(button.get('.consent-error').text()).toContain('没有答复')
  expect(button.emitted('answer')).toBeUndefined()
})
