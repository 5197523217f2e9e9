import type { CompiledMiniProgram } from '@uni-phone/miniprogram-runner'
import { buildMiniProgram } from '@uni-phone/test-support/mini-program'
import { freePort } from '@uni-phone/test-support/services'
import { beforeAll, describe, expect, test } from 'vitest'
import { NUMBER, OTHER_NUMBER, startWorld } from './people'

const port = await freePort()
let program: CompiledMiniProgram

beforeAll(async () => {
  program = await buildMiniProgram('production', port)
})

/** Ana, signed in with her number, and whoever else a test needs. */
async function openWorld() {
  const world = await startWorld({ program, port })
  const ana = world.person('ana')
  await ana.open()
  await ana.signIn()
  return { ...world, ana }
}

describe('a change of number', () => {
  test('keeps the account, costs one phone code, and frees the old number', async () => {
    await using world = await openWorld()
    const { ana } = world
    const { id } = await ana.session()
    ana.choose(OTHER_NUMBER)
    await ana.openMine()
    await ana.tap('.change-row')
    await ana.tap('.phone-button')
    expect(await ana.text('.phone-result')).toBe('139****9000')
    expect(await ana.text('.name')).toBe('手机号已更换')
    await ana.tap('.finish-button')
    expect(await ana.text('.account-number')).toBe('+86 ****9000')
    expect(await ana.session()).toMatchObject({ id, endsIn: '9000' })
    expect(world.spent().phoneCodes).toBe(2)
    const ben = world.person('ben', NUMBER)
    await ben.open()
    await ben.signIn()
    expect((await ben.session()).id).not.toBe(id)
  })

  test('is refused in words if another account has the number, and changes nothing', async () => {
    await using world = await openWorld()
    const ben = world.person('ben', OTHER_NUMBER)
    await ben.open()
    await ben.signIn()
    const before = await Promise.all([world.ana.session(), ben.session()])
    ben.choose(NUMBER)
    await ben.openMine()
    await ben.tap('.change-row')
    await ben.tap('.phone-button')
    expect(await ben.text('.phone-message')).toContain('已属于另一个账号')
    expect(ben.phone.$('.phone-button')?.property('disabled')).toBe(false)
    expect(await Promise.all([world.ana.session(), ben.session()])).toEqual(before)
  })

  test('goes on silently if the session has ended on the server', async () => {
    await using world = await openWorld()
    const { ana } = world
    const { id } = await ana.session()
    await world.accounts.accounts.signOutEverywhere(ana.token())
    ana.choose(OTHER_NUMBER)
    await ana.openMine()
    await ana.tap('.change-row')
    await ana.tap('.phone-button')
    expect(await ana.text('.phone-result')).toBe('139****9000')
    expect(await ana.session()).toMatchObject({ id, endsIn: '9000' })
    expect(world.spent().phoneCodes).toBe(2)
  })
})

test('a closed account is gone: its user comes back by number, as somebody new', async () => {
  await using world = await openWorld()
  const { ana } = world
  const [token, { id }] = [ana.token(), await ana.session()]
  await ana.openMine()
  await ana.tap('.close-row')
  expect(await ana.text('.dialog')).toContain('不能恢复')
  await ana.tap('.confirm-button')
  await ana.see('.sign-in-link')
  expect(await ana.session(token)).toEqual({ status: 401 })
  await ana.open()
  await ana.tap('.sign-in-link')
  await ana.tap('.quick-button')
  await ana.tapPhoneButton()
  await ana.tap('.finish-button')
  await ana.see('.account')
  expect((await ana.session()).id).not.toBe(id)
  expect(world.spent().phoneCodes).toBe(2)
})

describe('a number that somebody else has now', () => {
  /** Days since Ana's number was verified by a phone code; half way she is signed in silently, which does not count. */
  async function passDays(world: Awaited<ReturnType<typeof openWorld>>, days: number): Promise<string | undefined> {
    const { id } = await world.ana.session()
    world.passDays(days - 20)
    await world.ana.open()
    expect(await world.ana.isKnown()).toBe(true)
    world.passDays(20)
    return id
  }

  test('after 89 days belongs to the same account', async () => {
    await using world = await openWorld()
    const id = await passDays(world, 89)
    const ben = world.person('ben', NUMBER)
    await ben.open()
    await ben.signIn()
    expect((await ben.session()).id).toBe(id)
  })

  test('after 91 days opens a new account, and the old one keeps its WeChat sign-in without the number', async () => {
    await using world = await openWorld()
    const id = await passDays(world, 91)
    const ben = world.person('ben', NUMBER)
    await ben.open()
    await ben.signIn()
    expect((await ben.session()).id).not.toBe(id)
    await world.ana.open()
    expect(await world.ana.isKnown()).toBe(true)
    expect((await world.ana.session()).id).toBe(id)
    await world.ana.openMine()
    expect(await world.ana.text('.account-number')).toBe('未绑定手机号')
  })
})
