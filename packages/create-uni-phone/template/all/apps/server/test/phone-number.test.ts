import { afterAll, beforeAll, expect, test } from 'vitest'
import { PHONE_NUMBER, startStack } from './stack'

let stack: Awaited<ReturnType<typeof startStack>>

beforeAll(async () => {
  stack = await startStack()
})

afterAll(() => stack.close())

const exchange = (code: string) =>
  fetch(`${stack.url}/api/v1/phone-number`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, loginCode: stack.newLoginCode() }),
  })

test('exchanges a code for the number, once', async () => {
  const code = stack.newPhoneCode()
  const reply = await exchange(code)
  expect(reply.status).toBe(200)
  expect(await reply.json()).toMatchObject({ phoneNumber: PHONE_NUMBER, countryCode: '86' })
  expect((await exchange(code)).status).toBe(409)
})
// {{#accounts}}

test('lets signed-in people see their orders, and nobody else', async () => {
  const reply = (await (await exchange(stack.newPhoneCode())).json()) as { data: { token: string } }
  const headers = { authorization: `Bearer ${reply.data.token}` }
  const orders = await fetch(`${stack.url}/api/v1/orders`, { headers })
  expect(await orders.json()).toMatchObject({ orders: [] })
  expect((await fetch(`${stack.url}/api/v1/orders`)).status).toBe(401)
})
// {{/accounts}}
// {{#no-accounts}}

test('has routes of the business', async () => {
  const reply = await fetch(`${stack.url}/api/v1/shops`)
  expect(await reply.json()).toEqual({ shops: [] })
})
// {{/no-accounts}}
