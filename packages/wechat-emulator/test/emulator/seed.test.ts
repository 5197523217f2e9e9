import { expect, test } from 'vitest'
import { PHONE, setup } from '../support/setup'

async function run({ emulator, stable, classic, session, ask, exchange }: ReturnType<typeof setup>) {
  const login = emulator.createLoginCode()
  return [
    emulator.createPhoneCode(),
    login,
    emulator.createEncryptedPhoneNumber({ loginCode: login.code }),
    (await stable()).json,
    (await classic()).json,
    (await session(login.code)).json,
    (await ask(PHONE)).errmsg,
    (await exchange('x')).errmsg,
  ]
}

test('with the same seed, and at the same time, everything is the same', async () => {
  expect(await run(setup({ seed: 'one' }))).toEqual(await run(setup({ seed: 'one' })))
})

test('with another seed, or with none, everything random is another', async () => {
  const codes = [{ seed: 'one' }, { seed: 'two' }, {}, {}].map(
    (options) => setup(options).emulator.createPhoneCode().code,
  )
  expect(new Set(codes).size).toBe(4)
})

test('after a reset a seeded emulator begins anew', async () => {
  const emulated = setup({ seed: 'one' })
  const first = await run(emulated)
  emulated.emulator.reset()
  expect(await run(emulated)).toEqual(first)
})

test('after a reset an emulator without a seed goes on', () => {
  const { emulator } = setup()
  const { code } = emulator.createPhoneCode()
  emulator.reset()
  expect(emulator.createPhoneCode().code).not.toBe(code)
})

test('a seed gives the codes of yesterday, in whichever process', () => {
  expect(setup({ seed: 'one' }).emulator.createPhoneCode().code).toMatchInlineSnapshot(
    `"574143b6eb159d362a67906dcd2f085626b63c029227f2e64ef365cae1213b9c"`,
  )
})
