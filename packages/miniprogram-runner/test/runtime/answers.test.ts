import { describe, expect, test } from 'vitest'
import type { EventDetail, MiniProgram, RunOptions, WxAnswer } from '../../src/index'
import { page, runProgram } from '../support/native-program'

const SCRIPT = `Page({
  data: { log: '' },
  say(text) { this.setData({ log: this.data.log + text + ';' }) },
  onLoad() { wx.onNetworkStatusChange(({ isConnected }) => this.say('online ' + isConnected)) },
  login() {
    wx.login({
      success: ({ code }) => this.say('code ' + code),
      fail: ({ errMsg }) => this.say(errMsg),
      complete: () => this.say('complete'),
    })
  },
  async promise() { this.say((await wx.login()).code) },
  sync() { try { wx.setStorageSync('a', 1) } catch ({ message }) { this.say(message) } },
  phone({ detail }) { this.say(detail.code || detail.errMsg + ' ' + detail.errno) },
})`

const WXML = `<view class="login" bindtap="login" /><view class="sync" bindtap="sync" /><view class="promise" bindtap="promise" />
<button class="phone" open-type="getPhoneNumber" bindgetphonenumber="phone" /><text class="log">{{log}}</text>`

async function start(api: string, answer: WxAnswer, options: RunOptions = {}): Promise<MiniProgram> {
  const openType = (): EventDetail => ({ code: 'phone-code', errMsg: 'getPhoneNumber:ok' })
  const mp = await runProgram(page(SCRIPT, WXML), { clock: 'manual', openType, ...options })
  mp.launch()
  mp.setAnswer(api, answer)
  return mp
}

describe('answers of WeChat set by a test', () => {
  test('never: no callback is called', async () => {
    const mp = await start('login', 'never')
    mp.tap('.login')
    await mp.advance(600_000)
    expect(mp.text('.log')).toBe('')
  })

  test('twice: all callbacks are called twice', async () => {
    const mp = await start('login', 'twice')
    mp.tap('.login')
    await mp.advance(0)
    expect(mp.text('.log')).toBe('code login-code;complete;code login-code;complete;')
  })

  test('fail: the call fails with the text and errno of the test', async () => {
    const mp = await start('login', { fail: '系统繁忙', errno: 1 })
    mp.tap('.login')
    await mp.advance(0)
    expect(mp.text('.log')).toBe('login:fail 系统繁忙;complete;')
    await expect(mp.wx['login']?.()).rejects.toEqual({ errMsg: 'login:fail 系统繁忙', errno: 1 })
  })

  test('held: the callbacks are called on release', async () => {
    const mp = await start('login', 'held')
    mp.tap('.login')
    await mp.until(() => mp.heldAnswers.length)
    expect(mp.heldAnswers).toEqual(['login'])
    expect(mp.text('.log')).toBe('')
    mp.releaseAnswers('getPhoneNumber')
    expect(mp.text('.log')).toBe('')
    mp.releaseAnswers('login')
    expect(mp.text('.log')).toBe('code login-code;complete;')
    expect(mp.heldAnswers).toEqual([])
  })

  test('held: an answer for a page that is gone calls back and draws nothing', async () => {
    const mp = await start('login', 'held')
    mp.tap('.login')
    await mp.until(() => mp.heldAnswers.length)
    mp.launch()
    mp.releaseAnswers()
    expect(mp.text('.log')).toBe('')
    expect(mp.problems()).toEqual([])
  })

  test('normal: the documented answer is restored', async () => {
    const mp = await start('login', 'never')
    mp.setAnswer('login', 'normal')
    mp.tap('.promise')
    await mp.until(() => mp.text('.log'))
    expect(mp.text('.log')).toBe('login-code;')
  })

  test('fail: a synchronous function throws', async () => {
    const mp = await start('setStorageSync', { fail: '存储已满' })
    mp.tap('.sync')
    expect(mp.text('.log')).toBe('setStorageSync:fail 存储已满;')
    expect(mp.storage).toEqual({})
  })

  test.each<[WxAnswer, string]>([
    ['never', ''],
    ['twice', 'online false;online false;'],
  ])('an event can arrive: %s', async (answer, log) => {
    const mp = await start('onNetworkStatusChange', answer)
    mp.setOnline(false)
    expect(mp.text('.log')).toBe(log)
  })

  test.each<[string, WxAnswer, string]>([
    ['never', 'never', ''],
    ['twice', 'twice', 'phone-code;phone-code;'],
    ['with a failure', { fail: '系统繁忙', errno: 103 }, 'getPhoneNumber:fail 系统繁忙 103;'],
  ])('a native button can answer: %s', async (_, answer, log) => {
    const mp = await start('getPhoneNumber', answer)
    mp.tap('.phone')
    await mp.advance(0)
    expect(mp.text('.log')).toBe(log)
  })

  test('fail: a request is not sent', async () => {
    const mp = await start('request', { fail: '网络异常' })
    const result = new Promise((fail) => mp.wx['request']?.({ url: 'http://127.0.0.1:9/', fail }))
    expect(await result).toEqual({ errMsg: 'request:fail 网络异常' })
    expect(mp.requests[0]?.result).toEqual({ errMsg: 'request:fail 网络异常' })
  })
})
