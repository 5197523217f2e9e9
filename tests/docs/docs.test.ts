import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { readConfig, VARIABLES } from '@uni-phone/config'
import { expect, test } from 'vitest'
import { toConfigurationPage } from '../../scripts/generate/configuration-page'
import { toEnvExample } from '../../scripts/generate/env-example'
import { toErrorsPage } from '../../scripts/generate/errors-page'
import { shippedSources, variablesReadBy } from './read-variables'

const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

const OF_OTHERS = [
  'CI',
  'PATH',
  'HOME',
  'NODE_OPTIONS',
  'DEV',
  'UNI_PLATFORM',
  'CHROMIUM_PATH',
  'LC_ALL',
  'LC_MESSAGES',
  'LANG',
]

test('docs/errors.md is what the table of errcodes says (`pnpm generate` writes it)', async () => {
  expect(textOf('docs/errors.md')).toBe(await toErrorsPage())
})

test('docs/configuration.md and .env.example are what the table of variables says (`pnpm generate` writes them)', () => {
  expect(textOf('docs/configuration.md')).toBe(toConfigurationPage())
  expect(textOf('.env.example')).toBe(toEnvExample())
})

test('.env.example as it is runs the sandbox, and its comments are the defaults', () => {
  const example = textOf('.env.example')
  const uncommented = example.replaceAll(/^# ([A-Z][A-Z0-9_]*=)/gm, '$1')
  expect(readConfig(parseEnv(example))).toEqual({ ...readConfig({}), responseForm: 'masked' })
  expect(readConfig(parseEnv(uncommented))).toEqual({ ...readConfig({}), responseForm: 'masked' })
  expect(Object.keys(parseEnv(uncommented))).toEqual(expect.arrayContaining(['PORT', 'H5_PORT', 'VITE_API_BASE_URL']))
})

test('every variable that is read is in the table, and every variable of the table is read', () => {
  const sources = shippedSources()
  const read = sources.flatMap(({ file, text }) => variablesReadBy(text).map((name) => ({ file, name })))
  const known = [...Object.keys(VARIABLES), ...OF_OTHERS]
  expect(read.filter(({ name }) => !known.includes(name))).toEqual([])
  const words = new Set(sources.flatMap(({ text }) => text.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? []))
  expect(Object.keys(VARIABLES).filter((name) => !words.has(name))).toEqual([])
})

test.each([
  ['process.env.NEW_ONE', ['NEW_ONE']],
  ["environment['NEW_ONE']", ['NEW_ONE']],
  ['const { NEW_ONE, PORT: port } = process.env', ['NEW_ONE', 'PORT']],
  ['const { port } = config', []],
])('a variable is seen to be read in `%s`', (source, names) => {
  expect(variablesReadBy(source)).toEqual(names)
})
