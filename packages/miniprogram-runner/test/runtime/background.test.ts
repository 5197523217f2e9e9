import { describe, expect, onTestFinished, test } from 'vitest'
import type { MiniProgram } from '../../src/index'
import { page, runProgram } from '../support/native-program'
import { startServer, type TestServer } from '../support/server'

const SCRIPT = `
let log = []
const record = (text) => { log.push(text); wx.setStorageSync('log', log) }
Page({
  onLoad({ url }) {
    this.url = decodeURIComponent(url)
    wx.onAppShow(() => record('shown'))
    setInterval(() => record('tick'), 4000)
  },
  send() {
    wx.request({ url: this.url, success: ({ data }) => record(data), fail: ({ errMsg }) => record(errMsg) })
  },
  login() { wx.login({ success: ({ code }) => record(code) }) },
})`

const WXML = '<view class="send" bindtap="send" /><view class="login" bindtap="login" />'

type Answer = (text: string) => void

interface Setup {
  readonly mp: MiniProgram
  readonly server: TestServer
  readonly answer: Answer
  readonly log: () => unknown
}

async function setup(): Promise<Setup> {
  const answers: Answer[] = []
  const server = await startServer((response) => {
    answers.push((text) => response.end(text))
  })
  onTestFinished(() => server.close())
  const mp = await runProgram(page(SCRIPT, WXML), { clock: 'manual' })
  mp.launch(`pages/index/index?url=${encodeURIComponent(server.url)}`)
  return { mp, server, answer: (text) => answers.shift()?.(text), log: () => mp.storage['log'] ?? [] }
}

describe('a mini program in the background', () => {
  test('continues for five seconds', async () => {
    const { mp, server, answer, log } = await setup()
    mp.tap('.send')
    await mp.until(() => server.seen.length)
    mp.hide()
    await mp.advance(4999)
    answer('answered')
    await mp.until(() => mp.requests[0]?.result)
    expect(log()).toEqual(['tick', 'answered'])
  })

  test('fails its requests as interrupted after five seconds', async () => {
    const { mp, server, log } = await setup()
    mp.tap('.send')
    await mp.until(() => server.seen.length)
    mp.hide()
    await mp.advance(5000)
    expect(mp.requests[0]?.result).toEqual({ errMsg: 'request:fail interrupted' })
    expect(log()).toEqual(['tick', 'request:fail interrupted'])
  })

  test('is suspended then: timers and answers wait for show', async () => {
    const { mp, log } = await setup()
    mp.setAnswer('login', 'held')
    mp.tap('.login')
    await mp.until(() => mp.heldAnswers.length)
    mp.hide()
    await mp.advance(60_000)
    mp.releaseAnswers()
    expect(log()).toEqual(['tick'])
    mp.show()
    expect(log()).toEqual(['tick', 'tick', 'login-code', 'shown'])
    await mp.advance(4000)
    expect(log()).toEqual(['tick', 'tick', 'login-code', 'shown', 'tick'])
  })

  test('sends no requests until show', async () => {
    const { mp, server, answer, log } = await setup()
    mp.hide()
    await mp.advance(5000)
    mp.tap('.send')
    await mp.until(() => mp.requests[0]?.result)
    expect(server.seen).toEqual([])
    mp.show()
    expect(log()).toContain('request:fail interrupted')
    mp.tap('.send')
    await mp.until(() => server.seen.length)
    answer('answered')
    await mp.until(() => mp.requests[1]?.result)
    expect(log()).toContain('answered')
  })

  test('continues when it is shown within five seconds', async () => {
    const { mp, server, answer, log } = await setup()
    mp.tap('.send')
    await mp.until(() => server.seen.length)
    mp.hide()
    await mp.advance(3000)
    mp.show()
    await mp.advance(3000)
    answer('answered')
    await mp.until(() => mp.requests[0]?.result)
    expect(log()).toEqual(['shown', 'tick', 'answered'])
  })
})
