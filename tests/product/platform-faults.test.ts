import { type CompiledMiniProgram, type MiniProgram, runInNode } from '@uni-phone/miniprogram-runner'
import { buildMiniProgram } from '@uni-phone/test-support/mini-program'
import { MASKED_NUMBER } from '@uni-phone/test-support/product'
import { PHONE, sendJson, startStubServer, type StubServer } from '@uni-phone/test-support/services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Time in front within which the user must have a way on after a tap. */
const LIMIT_MS = 15_000
const HIDDEN_MS = 120_000
const CHINESE = { fail: '系统繁忙，请稍后再试' }

const faults = ['never', 'twice', 'held', CHINESE] as const
const visibilities = ['in front', 'hidden and shown'] as const

/** Functions and events of the platform on the way from the page to the number. */
const calls = ['request', 'login', 'getNetworkType', 'onNetworkStatusChange', 'getPhoneNumber'] as const

type Fault = (typeof faults)[number]
type Call = (typeof calls)[number]
type Way = 'number' | 'retry' | 'button'

let api: StubServer
let program: CompiledMiniProgram

beforeAll(async () => {
  api = await startStubServer((response) => {
    sendJson(response, 200, PHONE)
  })
  program = await buildMiniProgram('production', Number(new URL(api.url).port))
})

afterAll(() => api.close())

function toText(fault: Fault): string {
  if (fault === 'held') return 'answers after the page is gone'
  return typeof fault === 'string' ? `answers ${fault}` : 'fails with a text in Chinese'
}

/** The best way that a fault leaves open. */
function expectedWay(call: Call, fault: Fault): Way {
  if (call === 'request') return fault === 'never' || fault === CHINESE ? 'retry' : 'number'
  // WeChat's button is gone with the page, and the event with it
  if (call === 'getPhoneNumber') return fault === 'twice' ? 'number' : 'button'
  return 'number'
}

async function openAgreed(phone: MiniProgram): Promise<void> {
  phone.tap('.sign-in-link')
  await phone.until(() => phone.$('.agreement') ?? phone.$('.phone-result'))
  if (phone.$('.agreement') === undefined) return
  phone.tap('.agreement')
  await passSilentSignIn(phone)
  await phone.until(() => phone.$('.phone-button') ?? phone.$('.phone-result'))
}

/** The button appears once silent sign-in has been answered, or after 3 s. */
async function passSilentSignIn(phone: MiniProgram): Promise<void> {
  for (let passed = 0; passed < 3_000 && phone.$('.checking-button') !== undefined; passed += 500) {
    await settle(phone)
    await phone.advance(500)
  }
}

function waysOn(phone: MiniProgram): Way[] {
  const button = phone.$('.phone-button')
  const ways: [Way, boolean][] = [
    ['number', phone.$('.phone-result')?.text === MASKED_NUMBER],
    ['retry', phone.$('.retry-button') !== undefined],
    ['button', button !== undefined && button.property('disabled') !== true],
  ]
  return ways.filter(([, isThere]) => isThere).map(([way]) => way)
}

/** Network calls only happen after a request got lost. */
function loseNetwork(phone: MiniProgram, call: Call): void {
  if (call === 'onNetworkStatusChange') phone.setOnline(false)
  if (call === 'getNetworkType') phone.setAnswer('request', { fail: '' })
}

async function findNetwork(phone: MiniProgram, call: Call): Promise<void> {
  if (call !== 'onNetworkStatusChange') return
  await phone.advance(4_000)
  expect(waysOn(phone)).toEqual(['retry'])
  phone.setOnline(true)
}

/** Taps and waits until the call is on its way. */
async function tap(phone: MiniProgram, call: Call, fault: Fault): Promise<void> {
  phone.tap('.phone-button')
  await phone.advance(0)
  if (call === 'getNetworkType') phone.setAnswer('request', 'normal')
  if (call === 'request' && fault === 'held') await phone.until(() => phone.heldAnswers.length > 0)
}

async function leaveAndReturn(phone: MiniProgram, call: Call): Promise<void> {
  phone.back()
  phone.releaseAnswers()
  phone.setAnswer(call, 'normal')
  await openAgreed(phone)
}

/** Lets time pass in steps, between which real responses arrive. */
async function pass(phone: MiniProgram, ms: number, until: Way): Promise<void> {
  for (let passed = 0; passed < ms && !waysOn(phone).includes(until); passed += 500) {
    await phone.advance(500)
    await settle(phone)
  }
}

/** Waits for responses of the real API that are on their way. */
async function settle(phone: MiniProgram): Promise<void> {
  await phone.until(() => phone.requests.every(({ result }) => result !== undefined))
}

describe.each(visibilities)('within 15 seconds in front there is a way on: %s', (visibility) => {
  const rows = calls.flatMap((call) => faults.map((fault) => [call, toText(fault), fault] as const))

  test.each(rows)('%s %s', async (call, _, fault) => {
    const phone = await runInNode(program, {
      clock: 'manual',
      login: () => 'login-code',
      openType: () => ({ errMsg: 'getPhoneNumber:ok', code: 'code' }),
    })
    phone.launch('pages/index/index')
    phone.setAnswer(call, fault)
    await openAgreed(phone)
    loseNetwork(phone, call)
    await tap(phone, call, fault)
    if (visibility === 'hidden and shown') {
      phone.hide()
      await phone.advance(HIDDEN_MS)
      phone.show()
    }
    await findNetwork(phone, call)
    if (fault === 'held') await leaveAndReturn(phone, call)
    const way = expectedWay(call, fault)
    await pass(phone, LIMIT_MS, way)
    expect(waysOn(phone)).toContain(way)
    expect(phone.problems()).toEqual([])
    await phone.close()
  })
})
