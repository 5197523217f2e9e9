import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { expect, expectTypeOf, test } from 'vitest'
import { ERROR_CODES, type PhoneNumberRequest, type PhoneNumberResponse, type Problem } from '../src/index'
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

test('the entry that phones import types from has no runtime dependency', async () => {
  const modules = await modulesOf('index.ts')
  expect(modules.every((id) => id.includes('/packages/contract/src/'))).toBe(true)
  expect(modules.some((id) => id.includes('zod'))).toBe(false)
})

test('the schemas are where zod is', async () => {
  expect((await modulesOf('schemas.ts')).some((id) => id.includes('zod'))).toBe(true)
})

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

test('an answer may have more fields than this version knows', () => {
  const body = { phoneNumber: '1', purePhoneNumber: '1', countryCode: '86', authorizedAt: '2026-11-22T06:00:00.000Z' }
  expect(phoneNumberResponseSchema.safeParse({ ...body, added: true }).success).toBe(true)
  expect(phoneNumberResponseSchema.safeParse({ ...body, countryCode: 86 }).success).toBe(false)
})

test('each error code has a status and says whether a retry makes sense', () => {
  for (const { status, retryable } of Object.values(ERROR_CODES)) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(typeof retryable).toBe('boolean')
  }
  expect(problemSchema.shape.code.options).toEqual(Object.keys(ERROR_CODES))
})

test('a wrong field is a type error on either side', () => {
  expectTypeOf<{ code: string }>().toExtend<PhoneNumberRequest>()
  expectTypeOf<{ phoneCode: string }>().not.toExtend<PhoneNumberRequest>()
  expectTypeOf<PhoneNumberResponse['countryCode']>().toEqualTypeOf<string>()
  expectTypeOf<Problem['code']>().toEqualTypeOf<keyof typeof ERROR_CODES>()
  // @ts-expect-error: the field is called code
  const wrong: PhoneNumberRequest = { phoneCode: 'c' }
  expect(phoneNumberRequestSchema.safeParse(wrong).success).toBe(false)
})
