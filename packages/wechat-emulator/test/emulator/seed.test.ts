import { describe, expect, test } from 'vitest'
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

describe('a seed', () => {
  test('makes everything the same at the same time', async () => {
    expect(await run(setup({ seed: 'one' }))).toEqual(await run(setup({ seed: 'one' })))
  })

  test('that differs, or none, makes everything random different', async () => {
    const codes = [{ seed: 'one' }, { seed: 'two' }, {}, {}].map(
      (options) => setup(options).emulator.createPhoneCode().code,
    )
    expect(new Set(codes).size).toBe(4)
  })

  test('repeats itself after a reset', async () => {
    const emulated = setup({ seed: 'one' })
    const first = await run(emulated)
    emulated.emulator.reset()
    expect(await run(emulated)).toEqual(first)
  })

  test('is needed to repeat anything after a reset', () => {
    const { emulator } = setup()
    const { code } = emulator.createPhoneCode()
    emulator.reset()
    expect(emulator.createPhoneCode().code).not.toBe(code)
  })

  test('gives the same codes in every version and process', () => {
    expect(setup({ seed: 'one' }).emulator.createPhoneCode().code).toMatchInlineSnapshot(
      `"574143b6eb159d362a67906dcd2f085626b63c029227f2e64ef365cae1213b9c"`,
    )
  })
})
