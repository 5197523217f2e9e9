import type { CompiledMiniProgram } from '@uni-phone/miniprogram-runner'
import { buildMiniProgram } from '@uni-phone/test-support/mini-program'
import { MASKED_NUMBER, PHONE_PATH } from '@uni-phone/test-support/product'
import { freePort } from '@uni-phone/test-support/services'
import { beforeAll, describe, expect, test } from 'vitest'
import { NUMBER, startWorld } from './people'

const port = await freePort()
let program: CompiledMiniProgram

beforeAll(async () => {
  program = await buildMiniProgram('production', port)
})

const openWorld = () => startWorld({ program, port })

describe('a new user', () => {
  test('signs in by one tap and one phone code, and home shows who is signed in', async () => {
    await using world = await openWorld()
    const ana = world.person('ana')
    await ana.open()
    expect(await ana.isKnown()).toBe(false)
    expect(await ana.signIn()).toBe(MASKED_NUMBER)
    expect(await ana.text('.account')).toContain('+86 ****8000')
    expect(world.spent()).toEqual({ phoneCodes: 1, loginCodes: 2 })
    expect(ana.phone.problems()).toEqual([])
  })

  test('has the token in the storage, in the header of requests, and in nothing else', async () => {
    await using world = await openWorld()
    const ana = world.person('ana')
    await ana.open()
    await ana.signIn()
    await ana.openMine()
    const token = ana.token()
    expect(ana.phone.storage).toEqual({ session: token })
    expect(token.length).toBeGreaterThan(40)
    const seen = JSON.stringify([
      ana.phone.setDataCalls,
      ana.phone.ui,
      ana.phone.requests.map(({ url, body }) => [url, body]),
    ])
    expect(seen).not.toContain(token)
    expect(seen).not.toContain(NUMBER)
  })

  test('takes at most 3 setData calls and 400 bytes from the tap to the number', async () => {
    await using world = await openWorld()
    const ana = world.person('ana')
    await ana.open('pages/phone/phone')
    await ana.see('.agree-first-button')
    await ana.tap('.agreement')
    await ana.see('.phone-button')
    const before = ana.phone.setDataCalls.length
    await ana.tap('.phone-button')
    await ana.see('.phone-result')
    const calls = ana.phone.setDataCalls.slice(before)
    expect(calls.length).toBeLessThanOrEqual(3)
    expect(calls.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(400)
  })
})

describe('a returning user', () => {
  test('is signed in by one request, without a tap and without a code of WeChat', async () => {
    await using world = await openWorld()
    const ana = world.person('ana')
    await ana.open()
    await ana.signIn()
    const before = world.spent()
    await ana.open()
    expect(await ana.isKnown()).toBe(true)
    expect(await ana.text('.account')).toContain('+86 ****8000')
    expect(ana.asked()).toEqual(['GET /session'])
    expect(world.spent()).toEqual(before)
  })

  test('with a new phone is signed in by one request and a login code, which costs nothing', async () => {
    await using world = await openWorld()
    const ana = world.person('ana')
    await ana.open()
    await ana.signIn()
    const { id } = await ana.session()
    const { phoneCodes, loginCodes } = world.spent()
    await ana.forget()
    await ana.open()
    expect(await ana.isKnown()).toBe(true)
    expect(ana.asked()).toEqual(['POST /session'])
    expect((await ana.session()).id).toBe(id)
    expect(world.spent()).toEqual({ phoneCodes, loginCodes: loginCodes + 1 })
  })

  test('who opens the sign-in page itself is not asked for the number', async () => {
    await using world = await openWorld()
    const ana = world.person('ana')
    await ana.open()
    await ana.signIn()
    await ana.forget()
    await ana.open('pages/phone/phone')
    await ana.see('.account')
    expect(ana.phone.page.route).toBe('pages/index/index')
    expect(world.spent().phoneCodes).toBe(1)
  })
})

test('a login code whose first try failed still links the WeChat user: no second account appears', async () => {
  await using world = await openWorld()
  const ana = world.person('ana')
  await ana.open()
  world.emulator.addFault({ path: PHONE_PATH, times: 2, fault: { errcode: -1 } })
  expect(await ana.signIn()).toBe(MASKED_NUMBER)
  expect(ana.asked().filter((request) => request === 'POST /phone-number').length).toBeGreaterThan(1)
  const { id } = await ana.session()
  await ana.forget()
  await ana.open()
  expect(await ana.isKnown()).toBe(true)
  expect((await ana.session()).id).toBe(id)
})

describe('after a sign-out', () => {
  test('nobody is signed in silently, and 登录 takes the login code first', async () => {
    await using world = await openWorld()
    const ana = world.person('ana')
    await ana.open()
    await ana.signIn()
    const [token, before] = [ana.token(), world.spent()]
    await ana.openMine()
    await ana.tap('.sign-out-row')
    await ana.see('.sign-in-link')
    await ana.phone.until(() => ana.phone.requests.at(-1)?.result)
    expect((await ana.session(token)).status).toBe(401)
    await ana.open()
    await ana.see('.sign-in-link')
    expect(ana.asked()).toEqual([])
    await ana.tap('.sign-in-link')
    await ana.tap('.quick-button')
    expect(await ana.text('.account')).toContain('已登录')
    expect(ana.asked()).toEqual(['POST /session'])
    expect(world.spent().phoneCodes).toBe(before.phoneCodes)
  })

  test('everywhere, the other phone notices at its next request', async () => {
    await using world = await openWorld()
    const [first, second] = [world.person('ana'), world.person('ana')]
    await first.open()
    await first.signIn()
    await second.open()
    expect(await second.isKnown()).toBe(true)
    const [token, { phoneCodes }] = [second.token(), world.spent()]
    await first.openMine()
    await first.tap('.everywhere-row')
    await first.tap('.confirm-button')
    await first.see('.sign-in-link')
    expect((await second.session(token)).status).toBe(401)
    await second.open()
    expect(await second.isKnown()).toBe(true)
    expect(second.asked()).toEqual(['GET /session', 'POST /session'])
    expect(second.token()).not.toBe(token)
    expect(world.spent().phoneCodes).toBe(phoneCodes)
  })
})
