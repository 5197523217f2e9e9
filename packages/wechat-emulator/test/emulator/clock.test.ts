import { describe, expect, test } from 'vitest'
import { SANDBOX_APP_ID, type Emulator } from '../../src/index'
import { PHONE, SESSION, setup, STABLE, START, TOKEN } from '../support/setup'

/** Sets an emulator up whose clock goes on by 1 ms each time it is read, and counts the readings of one step. */
function setupTicking() {
  let reads = 0
  const given = setup({ now: () => START + reads++, seed: 'clock' })
  const readsOf = async (step: () => unknown) => {
    const before = reads
    await step()
    return reads - before
  }
  return { ...given, readsOf }
}

type Ticking = ReturnType<typeof setupTicking>

const CALLS: readonly [string, (given: Ticking) => Promise<unknown>][] = [
  [`GET ${TOKEN}`, ({ classic }) => classic()],
  [`POST ${STABLE}`, ({ stable }) => stable()],
  [`POST ${STABLE}, forced`, ({ stable }) => stable({ force_refresh: true })],
  [`POST ${STABLE}, refused`, ({ stable }) => stable({ secret: 'wrong' })],
  [`POST ${PHONE}, without a token`, ({ post }) => post(PHONE, {})],
  [`POST ${PHONE}, with an unknown code`, ({ post }) => post(`${PHONE}?access_token=x`, { code: 'x' })],
  [`GET ${SESSION}`, ({ session }) => session('x')],
  ['an unknown path', ({ ask }) => ask('/nowhere')],
]

const COMMANDS: readonly [string, (emulator: Emulator) => unknown][] = [
  ['createPhoneCode', (emulator) => emulator.createPhoneCode()],
  ['createLoginCode', (emulator) => emulator.createLoginCode()],
  [
    'revokeTokens',
    (emulator) => {
      emulator.revokeTokens()
    },
  ],
  [
    'setAccount',
    (emulator) => {
      emulator.setAccount({ appid: SANDBOX_APP_ID, secretFrozen: true })
    },
  ],
  ['state', (emulator) => emulator.state()],
]

describe('one reading of the clock for one answer', () => {
  test.each(CALLS)('%s', async (_, call) => {
    const given = setupTicking()
    await call(given)
    expect(await given.readsOf(() => call(given))).toBe(1)
  })

  test.each(COMMANDS)('%s', async (_, command) => {
    const { emulator, stable, readsOf } = setupTicking()
    await stable()
    for (let made = 0; made < 3; made += 1) emulator.createPhoneCode()
    expect(await readsOf(() => command(emulator))).toBeLessThanOrEqual(1)
  })

  test('so a new token always has its 7,200 seconds, and a code its 300', async () => {
    const { classic, stable, emulator } = setupTicking()
    for (let time = 1; time <= 5; time += 1) expect((await classic()).json.expires_in).toBe(7_200)
    expect((await stable()).json.expires_in).toBe(7_200)
    const { expiresAt } = emulator.createPhoneCode()
    expect(emulator.state().phoneCodes).toMatchObject([{ expiresAt }])
  })
})
