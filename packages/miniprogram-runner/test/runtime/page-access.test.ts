import { describe, expect, test } from 'vitest'
import type { MiniProgram } from '../../src/index'
import { page, runProgram } from '../support/native-program'

const WXML = `
  <view class="list"><view class="item first">One</view><view class="item" id="two">Two <text>words</text></view></view>
  <view class="secret" hidden="{{true}}">Secret</view>
  <button class="item">Three</button>`

async function start(wxml = WXML, script = 'Page({})'): Promise<MiniProgram> {
  const mp = await runProgram(page(script, wxml))
  mp.launch()
  return mp
}

describe('what a test reads of a page', () => {
  test.each([
    ['.item', 3],
    ['.item.first', 1],
    ['#two', 1],
    ['.list .item', 2],
    ['.list > .item.first, .secret', 2],
    ['button', 1],
    ['view.item', 2],
    ['.none', 0],
  ])('the selector %s finds %i elements', async (selector, count) => {
    const mp = await start()
    expect(mp.$$(selector)).toHaveLength(count)
  })

  test.each(['[hidden]', 'view .item', '.item:first-child', ''])('the selector %j is rejected', async (selector) => {
    const mp = await start()
    expect(() => mp.$(selector)).toThrow(TypeError)
  })

  test('text leaves hidden elements out', async () => {
    const mp = await start()
    expect(mp.text()).toBe('One Two words Three')
    expect(mp.text('.list')).toBe('One Two words')
  })

  test('an element has its tag, id, classes and text', async () => {
    const mp = await start()
    expect(mp.$('#two')).toMatchObject({
      tag: 'view',
      id: 'two',
      className: 'item',
      text: 'Two words',
      isHidden: false,
    })
  })

  test('tapping a missing element throws an error with the text of the page', async () => {
    const mp = await start()
    expect(() => {
      mp.tap('.none')
    }).toThrow('pages/index/index has no .none; its text: One Two words Three')
  })

  test('tapping a hidden element throws', async () => {
    const mp = await start()
    expect(() => {
      mp.tap('.secret')
    }).toThrow('hidden')
  })

  test('reading the page before launch throws', async () => {
    const mp = await runProgram({})
    expect(() => mp.text()).toThrow('call launch() first')
  })

  test('until resolves to the first truthy result', async () => {
    const mp = await start()
    let calls = 0
    expect(await mp.until(() => (++calls > 2 ? calls : 0))).toBe(3)
  })

  test('until notices an element that exists only between two setData', async () => {
    const script = 'Page({ go() { this.setData({ a: 1 }); setTimeout(() => this.setData({ a: 0 })) } })'
    const mp = await start(
      '<view class="go" bindtap="go">Go</view><view wx:if="{{a}}" class="brief">Brief</view>',
      script,
    )
    const seen = mp.until(() => mp.$('.brief')?.text)
    mp.tap('.go')
    expect(await seen).toBe('Brief')
    await mp.until(() => mp.$('.brief') === undefined)
  })

  test('until that times out reports the page, the problems and the error of the predicate', async () => {
    const mp = await start('<view>Waiting</view>', 'console.error("no answer"); Page({})')
    const cause = new Error('not yet')
    const waiting = mp.until(() => {
      throw cause
    }, 10)
    await expect(waiting).rejects.toThrow('not true within 10 ms\npage: Waiting\nproblem: no answer')
    await expect(waiting).rejects.toHaveProperty('cause', cause)
  })

  test('undefined in setData is logged as a problem', async () => {
    const mp = await start('<view>{{a}}</view>', 'Page({ onLoad() { this.setData({ a: undefined }) } })')
    expect(mp.problems()).toEqual(['Setting data field "a" to undefined is invalid. (pages/index/index)'])
  })

  test('more than a megabyte in setData is logged as a problem', async () => {
    const mp = await start('<view />', 'Page({ onLoad() { this.setData({ a: "x".repeat(1024 * 1024) }) } })')
    expect(mp.problems()[0]).toContain('at most 1048576 are allowed')
  })

  test('setData passes only JSON on', async () => {
    const script = 'Page({ onLoad() { this.setData({ date: new Date(0), run() {}, map: new Map([[1, 2]]) }) } })'
    const mp = await start('<view>{{date}}</view>', script)
    expect(mp.text()).toBe('1970-01-01T00:00:00.000Z')
    expect(mp.setDataCalls).toEqual([
      {
        component: 'pages/index/index',
        bytes: 44,
        keys: ['date', 'run', 'map'],
        data: { date: '1970-01-01T00:00:00.000Z', map: {} },
      },
    ])
  })

  test('the size of setData is counted in UTF-8', async () => {
    const mp = await start('<view />', 'Page({ onLoad() { this.setData({ a: "张" }) } })')
    expect(mp.setDataCalls[0]?.bytes).toBe(11)
  })
})
