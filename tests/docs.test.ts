import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toErrorsPage } from '../scripts/docs/errors-page'

test('docs/errors.md is what the table of errcodes says (`pnpm docs:errors` writes it)', () => {
  expect(readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')).toBe(toErrorsPage())
})
