import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

const THREATS = [
  'Stolen code',
  'Stolen account',
  'Stolen session',
  'Stolen database',
  'Replay',
  'Forged forwarded address',
  'Enumeration',
  'Log leak',
  'Dependency',
]

/** The tests that a text names, each by its title and a link to its file. */
function testsNamedIn(text: string, folder: string) {
  return [...text.matchAll(/\[`([^`]+)`\]\(([^)]+\.test\.ts)\)/g)].map(([, title = '', link = '']) => ({
    title,
    file: new URL(link, new URL(`../../${folder}`, import.meta.url)),
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
