import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { ButtonInfo, EventDetail, MiniProgram, RunOptions } from '../../src/index'
import { page, runProgram, type Files } from '../support/native-program'

const SCRIPT = `Page({
  data: { text: '', disabled: false },
  answer(event) { this.setData({ text: this.data.text + event.type + ' ' + JSON.stringify(event.detail) }) },
  leave() { wx.reLaunch({ url: '/pages/other/other' }) },
})`

function program(attributes: string): Files {
  return {
    ...page(
      SCRIPT,
      `<button class="native" id="one" data-plan="a" ${attributes}>Go on</button><text class="text">{{text}}</text>`,
    ),
    'app.json': { pages: ['pages/index/index', 'pages/other/other'] },
    'pages/other/other.js': 'Page({})',
    'pages/other/other.wxml': '<view>Other</view>',
  }
}

async function start(attributes: string, options: RunOptions): Promise<MiniProgram> {
  const mp = await runProgram(program(attributes), options)
  mp.launch()
  return mp
}

describe('native buttons', () => {
  test.each([
    ['getPhoneNumber', 'getphonenumber'],
    ['getRealtimePhoneNumber', 'getrealtimephonenumber'],
    ['chooseAvatar', 'chooseavatar'],
    ['agreePrivacyAuthorization', 'agreeprivacyauthorization'],
  ])('the answer to %s arrives as %s', async (openType, event) => {
    const mp = await start(`open-type="${openType}" bind${event}="answer"`, {
      openType: () => ({ errMsg: `${openType}:ok` }),
    })
    mp.tap('.native')
    await mp.until(() => mp.text('.text'))
    expect(mp.text('.text')).toBe(`${event} {"errMsg":"${openType}:ok"}`)
  })

  test('openType gets the tapped button', async () => {
    const asked: [string, ButtonInfo][] = []
    const openType = (type: string, button: ButtonInfo): undefined => {
      asked.push([type, button])
      return undefined
    }
    const mp = await start('open-type="getPhoneNumber" phone-number-no-quota-toast="{{false}}"', { openType })
    mp.tap('.native')
    await mp.until(() => asked.length)
    expect(asked[0]).toMatchObject([
      'getPhoneNumber',
      {
        id: 'one',
        className: 'native',
        text: 'Go on',
        dataset: { plan: 'a' },
        properties: { phoneNumberNoQuotaToast: false },
      },
    ])
  })

  test('detailNesting nests the detail one level deeper', async () => {
    const options = { openType: () => ({ code: 'c' }), detailNesting: true }
    const mp = await start('open-type="getPhoneNumber" bindgetphonenumber="answer"', options)
    mp.tap('.native')
    await mp.until(() => mp.text('.text'))
    expect(mp.text('.text')).toBe('getphonenumber {"detail":{"code":"c"}}')
  })

  test('a coupled button sends both events', async () => {
    const openType = (type: string): EventDetail => ({ errMsg: `${type}:ok` })
    const attributes =
      'open-type="getPhoneNumber|agreePrivacyAuthorization" bindgetphonenumber="answer" bindagreeprivacyauthorization="answer"'
    const mp = await start(attributes, { openType })
    mp.tap('.native')
    await mp.until(() => mp.text('.text').includes('getphonenumber'))
    expect(mp.text('.text')).toBe(
      'agreeprivacyauthorization {"errMsg":"agreePrivacyAuthorization:ok"}getphonenumber {"errMsg":"getPhoneNumber:ok"}',
    )
  })

  test('an open sheet blocks further taps', async () => {
    let asked = 0
    let answer: (detail: EventDetail) => void = () => undefined
    const openType = (): Promise<EventDetail> => {
      asked += 1
      return new Promise((resolve) => {
        answer = resolve
      })
    }
    const mp = await start('open-type="getPhoneNumber" bindgetphonenumber="answer"', { openType })
    mp.tap('.native')
    mp.tap('.native')
    answer({ code: 'c' })
    await mp.until(() => mp.text('.text'))
    expect(asked).toBe(1)
  })

  test('the answer for a closed page is lost', async () => {
    let answer: (detail: EventDetail) => void = () => undefined
    const openType = (): Promise<EventDetail> =>
      new Promise((resolve) => {
        answer = resolve
      })
    const mp = await start('open-type="getPhoneNumber" bindgetphonenumber="answer"', { openType })
    mp.tap('.native')
    const { setDataCalls } = mp
    mp.launch('pages/other/other')
    answer({ code: 'c' })
    await setImmediate()
    expect(mp.text()).toBe('Other')
    expect(setDataCalls).toEqual([])
    expect(mp.problems()).toEqual([])
  })

  test.each([
    ['', [{ api: 'quotaSheet', options: { openType: 'getPhoneNumber' } }]],
    ['phone-number-no-quota-toast="{{false}}"', []],
    ['phone-number-no-quota-toast="false"', [{ api: 'quotaSheet', options: { openType: 'getPhoneNumber' } }]],
  ])('used-up quota: with the attribute %j WeChat shows %j', async (attribute, ui) => {
    const openType = (): EventDetail => ({ errMsg: 'getPhoneNumber:fail', errno: 1400001 })
    const mp = await start(`open-type="getPhoneNumber" bindgetphonenumber="answer" ${attribute}`, { openType })
    mp.tap('.native')
    await mp.until(() => mp.text('.text'))
    expect(mp.ui).toEqual(ui)
  })

  test('a button without an open-type does not ask WeChat', async () => {
    let asked = 0
    const openType = (): undefined => {
      asked += 1
      return undefined
    }
    const mp = await start('bindtap="answer"', { openType })
    mp.tap('.native')
    await mp.until(() => mp.text('.text'))
    expect(asked).toBe(0)
  })
})
