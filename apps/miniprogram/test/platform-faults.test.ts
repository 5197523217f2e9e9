import { flushPromises } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import PhonePage from '../src/pages/phone/phone.vue'
import { MESSAGES } from '../src/texts/messages'
import { PHONE } from './support/api-server'
import { createHeldClock } from './support/held-clock'
import { ALLOWED, setup, type StubbedUni } from './support/open-page'
import { hidePage, showPage, unloadPage } from './support/uni-app'

const { zh } = MESSAGES
/** Time in front after which the user must have a way on. */
const LIMIT_MS = 15_000
const HIDDEN_MS = 120_000
const ANSWER = { statusCode: 200, data: PHONE, header: {} }
const FAILURE = { errMsg: 'request:fail 网络不给力，请求失败' }

interface Callbacks {
  readonly success: (result: never) => void
  readonly fail: (failure: unknown) => void
}

type Fault = 'never answers' | 'answers twice' | 'answers after the page is gone' | 'fails with a text in Chinese'
type Way = 'number' | 'retry' | 'button'

/** Calls back in the way of a fault; `late` holds what the phone says once the page is gone. */
function callBack({ success, fail }: Callbacks, result: unknown, fault: Fault | undefined, late: (() => void)[]): void {
  const answer = success as (result: unknown) => void
  if (fault === 'never answers') return
  if (fault === 'fails with a text in Chinese') fail(FAILURE)
  else if (fault === 'answers after the page is gone')
    late.push(() => {
      answer(result)
    })
  else answer(result)
  if (fault === 'answers twice') answer(result)
}

type Call = 'request' | 'login' | 'getNetworkType' | 'onNetworkStatusChange' | 'getphonenumber'

async function open(call: Call, fault: Fault) {
  const time = createHeldClock()
  const { uni, open } = await setup([{ body: '' }], { clock: time.clock })
  const late: (() => void)[] = []
  const listeners = new Set<(status: { isConnected: boolean }) => void>()
  const phone = { isOnline: true, requests: 0 }
  const faultOf = (name: Call) => (name === call ? fault : undefined)

  Object.assign(uni, {
    request(options: Callbacks) {
      phone.requests += 1
      // a lost request is what makes the page look at the network
      if (call === 'getNetworkType' && phone.requests === 1) options.fail({ errMsg: 'request:fail' })
      else if (!phone.isOnline) options.fail({ errMsg: 'request:fail' })
      else callBack(options, ANSWER, faultOf('request'), late)
    },
    login(options: Callbacks) {
      callBack(options, { code: 'login' }, faultOf('login'), late)
    },
    getNetworkType(options: Callbacks) {
      callBack(options, { networkType: phone.isOnline ? 'wifi' : 'none' }, faultOf('getNetworkType'), late)
    },
    onNetworkStatusChange: (listener: (status: { isConnected: boolean }) => void) => listeners.add(listener),
    offNetworkStatusChange: (listener: (status: { isConnected: boolean }) => void) => listeners.delete(listener),
  } satisfies Partial<Record<keyof StubbedUni, unknown>>)

  function goOnline(): void {
    phone.isOnline = true
    const times = { 'never answers': 0, 'answers twice': 2, 'fails with a text in Chinese': 0 }
    const count = fault === 'answers after the page is gone' ? 1 : times[fault]
    for (let time = 0; time < count; time += 1) for (const listener of listeners) listener({ isConnected: true })
  }

  return { uni, open, time, late, phone, goOnline }
}

type Opened = Awaited<ReturnType<typeof open>>

async function openAgreed({ open }: Opened) {
  const page = await open(PhonePage)
  if (page.find('.agreement').exists()) await page.get('.agreement').trigger('click')
  return page
}

type Page = Awaited<ReturnType<typeof openAgreed>>

async function tap(page: Page, call: Call, fault: Fault, late: (() => void)[]): Promise<void> {
  const button = page.get('.phone-button')
  await button.trigger('click')
  const send = (detail: object) => {
    button.element.dispatchEvent(new CustomEvent('getphonenumber', { detail }))
  }
  if (call !== 'getphonenumber') send(ALLOWED.detail)
  else if (fault === 'fails with a text in Chinese') send({ errMsg: 'getPhoneNumber:fail 获取手机号失败' })
  else callBack({ success: send, fail: send as never }, ALLOWED.detail, fault, late)
  await flushPromises()
}

function waysOn(page: Page): Way[] {
  const button = page.find('.phone-button')
  const ways: [Way, boolean][] = [
    ['number', page.find('.phone-result').exists()],
    ['retry', page.find('.retry-button').exists()],
    ['button', button.exists() && button.attributes('disabled') === undefined],
  ]
  return ways.filter(([, isThere]) => isThere).map(([way]) => way)
}

const rows: [call: Call, fault: Fault, way: Way][] = [
  ['request', 'never answers', 'retry'],
  ['request', 'answers twice', 'number'],
  ['request', 'answers after the page is gone', 'number'],
  ['request', 'fails with a text in Chinese', 'retry'],
  ['login', 'never answers', 'number'],
  ['login', 'answers twice', 'number'],
  ['login', 'answers after the page is gone', 'number'],
  ['login', 'fails with a text in Chinese', 'number'],
  ['getNetworkType', 'never answers', 'number'],
  ['getNetworkType', 'answers twice', 'number'],
  ['getNetworkType', 'answers after the page is gone', 'number'],
  ['getNetworkType', 'fails with a text in Chinese', 'number'],
  ['onNetworkStatusChange', 'never answers', 'number'],
  ['onNetworkStatusChange', 'answers twice', 'number'],
  ['onNetworkStatusChange', 'answers after the page is gone', 'number'],
  ['getphonenumber', 'never answers', 'button'],
  ['getphonenumber', 'answers twice', 'number'],
  // WeChat's button is gone with the page, and the event with it
  ['getphonenumber', 'answers after the page is gone', 'button'],
  ['getphonenumber', 'fails with a text in Chinese', 'button'],
]

async function leaveAndReturn(page: Page, t: Opened): Promise<Page> {
  unloadPage()
  page.unmount()
  for (const answer of t.late.splice(0)) answer()
  await t.time.pass(1_000)
  return openAgreed(t)
}

describe.each(['in front', 'hidden and shown'])('within 15 seconds in front there is a way on: %s', (visibility) => {
  test.each(rows)('%s %s: %s', async (call, fault, way) => {
    const t = await open(call, fault)
    t.phone.isOnline = call !== 'onNetworkStatusChange'
    let page = await openAgreed(t)
    await tap(page, call, fault, t.late)
    if (visibility === 'hidden and shown') {
      hidePage()
      t.time.suspend(HIDDEN_MS)
      showPage()
    }
    if (call === 'onNetworkStatusChange') {
      await t.time.pass(3_000)
      expect(page.text()).toContain(zh.phone.offline)
      expect(waysOn(page)).toEqual(['retry'])
    }
    if (fault === 'answers after the page is gone') page = await leaveAndReturn(page, t)
    if (call === 'onNetworkStatusChange') t.goOnline()
    await t.time.pass(LIMIT_MS)
    expect(waysOn(page)).toContain(way)
    if (way === 'number') expect(page.get('.phone-result').text()).toBe('138****8000')
  })
})

test('a network that is never reported again is tried when the user taps 重试', async () => {
  const t = await open('onNetworkStatusChange', 'never answers')
  t.phone.isOnline = false
  const page = await openAgreed(t)
  await tap(page, 'onNetworkStatusChange', 'never answers', t.late)
  await t.time.pass(3_000)
  Object.assign(t.uni, {
    request: (options: Callbacks) => {
      callBack(options, ANSWER, undefined, [])
    },
  })
  await page.get('.retry-button').trigger('click')
  await t.time.pass(1_000)
  expect(waysOn(page)).toEqual(['number'])
})

test('an answer that arrives after the page gave up is not lost', async () => {
  const t = await open('request', 'answers after the page is gone')
  const page = await openAgreed(t)
  await tap(page, 'request', 'answers after the page is gone', t.late)
  await t.time.pass(LIMIT_MS)
  expect(waysOn(page)).toContain('retry')
  t.late.at(-1)?.()
  await flushPromises()
  expect(waysOn(page)).toEqual(['number'])
})

test('a page that cannot be opened or left throws nothing, and 暂不授权 leads home', async () => {
  const t = await open('login', 'answers twice')
  const fail = ({ fail }: Callbacks) => {
    fail({ errMsg: 'navigateTo:fail 页面不存在' })
  }
  Object.assign(t.uni, { navigateTo: fail, switchTab: fail, navigateBack: fail, setNavigationBarTitle: fail })
  const page = await t.open(PhonePage)
  await page.get('.terms-link').trigger('click')
  await page.get('.skip-button').trigger('click')
  expect(t.uni.reLaunch).toHaveBeenCalledWith(expect.objectContaining({ url: '/pages/index/index' }))
})
