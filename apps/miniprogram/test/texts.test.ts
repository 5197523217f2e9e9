// @vitest-environment node
import { readFileSync } from 'node:fs'
import { readConfig, VARIABLES } from '@uni-phone/config'
import { ERROR_CODES } from '@uni-phone/contract'
import { expect, test, vi } from 'vitest'
import { OUTCOME_TEXTS } from '../src/phone-number'
import { DEVELOPER_HINTS, developerHint } from '../src/texts/developer-hints'
import { MESSAGES } from '../src/texts/messages'

test.each(Object.keys(ERROR_CODES))('has a text for %s of the contract in both languages', (code) => {
  expect(Object.keys(OUTCOME_TEXTS.zh)).toContain(code)
  expect(Object.keys(OUTCOME_TEXTS.en)).toContain(code)
})

test.each(['zh', 'en'] as const)('has a different text for each outcome in %s', (language) => {
  const texts = Object.values(OUTCOME_TEXTS[language])
  expect(new Set(texts).size).toBe(texts.length)
  expect(texts.every((text) => text.length > 5)).toBe(true)
})

test('has Chinese characters in every Chinese text and in no English one', () => {
  expect(Object.values(OUTCOME_TEXTS.zh).every((text) => /[一-鿿]/.test(text))).toBe(true)
  expect(JSON.stringify([MESSAGES.en, OUTCOME_TEXTS.en])).not.toMatch(/[一-鿿]/)
})

test.each(Object.keys(ERROR_CODES))('has a developer hint for %s of the contract in both languages', (code) => {
  expect(Object.keys(DEVELOPER_HINTS.zh)).toContain(code)
  expect(Object.keys(DEVELOPER_HINTS.en)).toContain(code)
})

test('names an error code that is newer than the build in its hint', () => {
  vi.stubGlobal('uni', { getLocale: () => 'en' })
  expect(developerHint({ reason: 'brand_new' })).toMatch(/update the mini program: brand_new$/)
  expect(developerHint({ reason: 'refused' })).toBeUndefined()
  vi.unstubAllGlobals()
})

const hints = Object.values(DEVELOPER_HINTS).flatMap((texts) => Object.values(texts))
const named = [...new Set(hints.flatMap((text) => text.match(/\b[A-Z]\w*_\w+(=\w+)?/g) ?? []))]

test.each(named)('a hint names %s, which is a variable for owners and takes that value', (assignment) => {
  const [name = '', value] = assignment.split('=')
  const variable = VARIABLES[name]
  expect(variable?.section).toMatch(/^(?!internal)/)
  if (value !== undefined) expect(variable?.check.safeParse(value).success).toBe(true)
})

test('the hint for an account without permission leads into the sandbox', () => {
  expect(DEVELOPER_HINTS.zh.no_permission).toContain('WECHAT_MODE=sandbox')
  expect(readConfig({ WECHAT_MODE: 'sandbox' })).toMatchObject({ mode: 'sandbox' })
})

const styles = readFileSync(new URL('../src/App.vue', import.meta.url), 'utf8')
const [light = '', dark = ''] = styles.split('prefers-color-scheme: dark')

function tokens(css: string): Record<string, string> {
  return Object.fromEntries(
    [...css.matchAll(/--color-([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  )
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const pairs = [
  ['text', 'background'],
  ['text', 'surface'],
  ['text', 'fill'],
  ['text-secondary', 'background'],
  ['text-secondary', 'surface'],
  ['text-secondary', 'fill'],
  ['text-secondary', 'danger-soft'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-pressed'],
  ['brand-text', 'background'],
  ['brand-text', 'surface'],
  ['brand-text', 'brand-soft'],
  ['brand-text', 'fill'],
  ['danger', 'danger-soft'],
  ['danger', 'surface'],
] as const

test.each([
  ['light', tokens(light)],
  ['dark', { ...tokens(light), ...tokens(dark) }],
] as const)('every text has enough contrast in the %s theme', (_, colors) => {
  for (const [text, ground] of pairs) {
    const [bright = 0, dim = 0] = [colors[text], colors[ground]]
      .map((hex) => luminance(hex ?? ''))
      .sort((a, b) => b - a)
    expect((bright + 0.05) / (dim + 0.05), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  }
})
