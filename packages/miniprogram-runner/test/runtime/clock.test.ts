import { describe, expect, test } from 'vitest'
import type { MiniProgram, RunOptions } from '../../src/index'
import { page, runProgram } from '../support/native-program'

const SCRIPT = `
const startedAt = Date.now()
const log = []
const record = (text) => { log.push(text + '@' + (new Date() - startedAt)); wx.setStorageSync('log', log) }
Page({
  onLoad() {
    setTimeout(() => record('late'), 3000)
    setTimeout(async () => { await null; setTimeout(() => record('chained'), 500) }, 1000)
    let ticks = 0
    const ticking = setInterval(() => { record('tick'); if (++ticks === 3) clearInterval(ticking) }, 1000)
  },
})`

async function start(options: RunOptions): Promise<MiniProgram> {
  const mp = await runProgram(page(SCRIPT), options)
  mp.launch()
  return mp
}

const log = (mp: MiniProgram): unknown => mp.storage['log'] ?? []

describe('the clock of the mini program', () => {
  test('moves forward without waiting, timers in order', async () => {
    const mp = await start({ clock: 'manual' })
    await mp.advance(2999)
    expect(log(mp)).toEqual(['tick@1000', 'chained@1500', 'tick@2000'])
    await mp.advance(60_000)
    expect(log(mp)).toEqual(['tick@1000', 'chained@1500', 'tick@2000', 'late@3000', 'tick@3000'])
  })

  test('fires timers without a delay on its own when it is manual, and no others', async () => {
    const script = `Page({ onLoad() {
      setTimeout(() => wx.setStorageSync('at', Date.now() - startedAt))
      setTimeout(() => wx.setStorageSync('late', true), 2)
    } }); const startedAt = Date.now()`
    const mp = await runProgram(page(script), { clock: 'manual' })
    mp.launch()
    await mp.until(() => 'at' in mp.storage)
    expect(mp.storage).toEqual({ at: 0 })
  })

  test('can be moved while it runs, too', async () => {
    const mp = await start({})
    await mp.advance(3_600_000)
    expect(log(mp)).toHaveLength(5)
  })

  test('changes nothing of Date but the present', async () => {
    const script = `Page({ data: { text: '' }, onLoad() {
      const date = new Date(0)
      this.setData({ text: [date.toISOString(), date instanceof Date, Date.UTC(1970, 0, 1), typeof Date(), Date.prototype === Object.getPrototypeOf(new Date())].join() })
    } })`
    const mp = await runProgram(page(script))
    mp.launch()
    expect(mp.text()).toBe('1970-01-01T00:00:00.000Z,true,0,string,true')
  })
})
