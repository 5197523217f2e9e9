import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { freePort } from '@uni-phone/test-support/services'
import { PHONE_NUMBER, recordLog, startStack } from '@uni-phone/test-support/product'

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')

const THREATS = ['Stolen code', 'Replay', 'Forged forwarded address', 'Enumeration', 'Log leak', 'Dependency']

/** The tests that a text names, each by its title and a link to its file. */
function testsNamedIn(text: string, folder: string) {
  return [...text.matchAll(/\[`([^`]+)`\]\(([^)]+\.test\.ts)\)/g)].map(([, title = '', link = '']) => ({
    title,
    file: new URL(link, new URL(`../${folder}`, import.meta.url)),
  }))
}

const sections = read('SECURITY.md')
  .split(/^##+ /m)
  .map((text) => ({ threat: text.split('\n')[0] ?? '', tests: testsNamedIn(text, '') }))
  .filter(({ threat }) => THREATS.includes(threat))

const named = [...sections.flatMap(({ tests }) => tests), ...testsNamedIn(read('docs/privacy.md'), 'docs/')]

test('every threat that counts has its section in SECURITY.md, and every section a test', () => {
  expect(sections.map(({ threat }) => threat)).toEqual(THREATS)
  expect(sections.filter(({ tests }) => tests.length === 0)).toEqual([])
})

test.each(named)('“$title” is a test', ({ title, file }) => {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  expect([`'${title}'`, `"${title}"`, `\`${title}\``].some((name) => text.includes(name))).toBe(true)
})

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
  const folder = new URL('../packages/server/src/', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const opening = sources.filter((name) =>
    /['"](node:)?fs(\/promises)?['"]/.test(readFileSync(new URL(name, folder), 'utf8')),
  )
  expect(opening).toEqual(['env-file.ts'])
})

interface Lockfile {
  packages: Record<string, { resolution: { integrity?: string; tarball?: string } }>
}

test('every dependency has its hash, and none runs a script when it is installed', () => {
  const { packages } = parse(read('pnpm-lock.yaml')) as Lockfile
  const strange = Object.entries(packages).filter(
    ([, { resolution }]) => resolution.integrity === undefined || resolution.tarball !== undefined,
  )
  expect(strange.map(([name]) => name)).toEqual([])
  const { allowBuilds } = parse(read('pnpm-workspace.yaml')) as { allowBuilds: Record<string, boolean> }
  expect(Object.values(allowBuilds).filter(Boolean)).toEqual([])
})
