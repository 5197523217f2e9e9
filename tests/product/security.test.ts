import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freePort } from '@uni-phone/test-support/services'
import { PHONE_NUMBER, recordLog, startStack } from '@uni-phone/test-support/product'

const post = (port: number, code: string, key: string, more = {}) =>
  fetch(`http://127.0.0.1:${port}/api/v1/phone-number`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ code, ...more }),
  })

test('a guessed code and a guessed key tell a stranger nothing', async () => {
  const port = await freePort()
  await using stack = await startStack(port)
  const code = stack.newCode()
  expect(await (await post(port, code, 'of-the-owner')).text()).toContain(PHONE_NUMBER)
  const never = 'f'.repeat(64)
  const guesses = [
    [code, 'a-stranger'],
    [never, 'a-second-stranger'],
    [never, 'of-the-owner'],
  ] as const
  const replies = await Promise.all(guesses.map(([guessed, key]) => post(port, guessed, key)))
  const texts = await Promise.all(replies.map((reply) => reply.text()))
  expect(replies.map(({ status }) => status)).toEqual([409, 409, 422])
  const withoutId = texts.map((text) => text.replace(/"requestId":"[^"]+"/, ''))
  expect(withoutId[0]).toBe(withoutId[1])
  expect(texts.join()).not.toMatch(/138[\d*]|8000/)
})

test('a line of the log has no openid and no address of a client', async () => {
  const { log, lines } = recordLog()
  const port = await freePort()
  await using stack = await startStack(port, { log })
  const loginCode = stack.emulator.createLoginCode({ openid: 'oTheOpenidOfSomebody' }).code
  await post(port, stack.newCode(), 'k', { loginCode })
  expect(lines.join()).toContain('"outcome":"ok"')
  expect(lines.join()).not.toMatch(/oTheOpenidOfSomebody|127\.0\.0\.1/)
})

test('the server opens no file but .env', () => {
  const opening = ['packages/server/src/', 'packages/config/src/'].flatMap((path) => {
    const folder = new URL(`../../${path}`, import.meta.url)
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    return sources.filter((name) => /['"](node:)?fs(\/promises)?['"]/.test(readFileSync(new URL(name, folder), 'utf8')))
  })
  expect(opening).toEqual(['text-file.ts'])
})
