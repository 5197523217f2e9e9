import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { describe, expect, test } from 'vitest'
import { ERROR_CODES } from '../src/index'
import {
  idempotencyKeySchema,
  unquote,
  phoneNumberRequestSchema,
  phoneNumberResponseSchema,
  problemSchema,
} from '../src/schemas'

async function modulesOf(entry: string): Promise<string[]> {
  const input = fileURLToPath(new URL(`../src/${entry}`, import.meta.url))
  const bundle = await rolldown({ input, platform: 'neutral' })
  const { output } = await bundle.generate({ format: 'esm' })
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? [...Object.keys(chunk.modules), ...chunk.imports] : []))
}

describe('entries', () => {
  test('the main entry, which mini programs import, has no runtime dependency', async () => {
    const modules = await modulesOf('index.ts')
    expect(modules.every((id) => id.includes('/packages/contract/src/'))).toBe(true)
    expect(modules.some((id) => id.includes('zod'))).toBe(false)
  })

  test('zod is imported by the schemas', async () => {
    expect((await modulesOf('schemas.ts')).some((id) => id.includes('zod'))).toBe(true)
  })
})

describe('requests and responses', () => {
  test.each([
    [{ code: 'c' }, true],
    [{ code: 'c', loginCode: 'l' }, true],
    [{ code: 'c', later: 'field' }, true],
    [{ loginCode: 'l', encryptedData: 'e', iv: 'i' }, true],
    [{}, false],
    [{ code: '' }, false],
    [{ code: 1 }, false],
    [{ code: 'c', loginCode: '' }, false],
    [{ loginCode: 'l' }, false],
    [null, false],
  ])('the request %j is valid: %s', (body, valid) => {
    expect(phoneNumberRequestSchema.safeParse(body).success).toBe(valid)
  })

  test('a response may have fields that this version does not know', () => {
    const body = { phoneNumber: '1', purePhoneNumber: '1', countryCode: '86', authorizedAt: '2026-11-22T06:00:00.000Z' }
    expect(phoneNumberResponseSchema.safeParse({ ...body, added: true }).success).toBe(true)
    expect(phoneNumberResponseSchema.safeParse({ ...body, countryCode: 86 }).success).toBe(false)
  })
})

test.each([
  ['abc', 'abc'],
  ['"abc"', 'abc'],
  [' abc ', 'abc'],
  ['x'.repeat(128), 'x'.repeat(128)],
  ['x'.repeat(129), undefined],
  ['', undefined],
  ['""', undefined],
  ['a b', undefined],
  ['号', undefined],
])('the Idempotency-Key %j is read as %j', (header, key) => {
  const parsed = idempotencyKeySchema.safeParse(header)
  expect(parsed.success ? unquote(parsed.data) : undefined).toBe(key)
})

test('each error code has an HTTP status and says if a retry makes sense', () => {
  for (const { status, retryable } of Object.values(ERROR_CODES)) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(typeof retryable).toBe('boolean')
  }
  expect(problemSchema.shape.code.options).toEqual(Object.keys(ERROR_CODES))
})
