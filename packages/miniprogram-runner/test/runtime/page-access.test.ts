import { expect, test } from 'vitest'
import type { MiniProgram } from '../src/index'
import { page, runProgram } from './native-program'

const WXML = `
  <view class="list"><view class="item first">One</view><view class="item" id="two">Two <text>words</text></view></view>
  <view class="secret" hidden="{{true}}">Secret</view>
  <button class="item">Three</button>`

async function start(wxml = WXML, script = 'Page({})'): Promise<MiniProgram> {
  const mp = await runProgram(page(script, wxml))
  mp.launch()
  return mp
}

test.each([
  ['.item', 3],
  ['.item.first', 1],
  ['#two', 1],
  ['.list .item', 2],
  ['.list > .item.first, .secret', 2],
  ['button', 1],
  ['view.item', 2],
  ['.none', 0],
])('%s finds %i', async (selector, count) => {
  const mp = await start()
  expect(mp.$$(selector)).toHaveLength(count)
})

test.each(['[hidden]', 'view .item', '.item:first-child', ''])('the selector %j is refused', async (selector) => {
  const mp = await start()
  expect(() => mp.$(selector)).toThrow(TypeError)
})

test('text is what a person reads', async () => {
  const mp = await start()
  expect(mp.text()).toBe('One Two words Three')
  expect(mp.text('.list')).toBe('One Two words')
})

test('an element tells its tag, id, classes and text', async () => {
  const mp = await start()
  expect(mp.$('#two')).toMatchObject({ tag: 'view', id: 'two', className: 'item', text: 'Two words', isHidden: false })
})

test('what is not there cannot be tapped, and the error says what there is', async () => {
  const mp = await start()
  expect(() => {
    mp.tap('.none')
  }).toThrow('pages/index/index has no .none; its text: One Two words Three')
})

test('what is hidden cannot be tapped', async () => {
  const mp = await start()
  expect(() => {
    mp.tap('.secret')
  }).toThrow('hidden')
})

test('before launch there is no page', async () => {
  const mp = await runProgram({})
  expect(() => mp.text()).toThrow('call launch() first')
})

test('until gives the first truthy result', async () => {
  const mp = await start()
  let calls = 0
  expect(await mp.until(() => (++calls > 2 ? calls : 0))).toBe(3)
})

test('until sees what is there only between two setData', async () => {
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

test('until that waits in vain tells the page, the problems and what the predicate threw', async () => {
  const mp = await start('<view>Waiting</view>', 'console.error("no answer"); Page({})')
  const cause = new Error('not yet')
  const waiting = mp.until(() => {
    throw cause
  }, 10)
  await expect(waiting).rejects.toThrow('not true within 10 ms\npage: Waiting\nproblem: no answer')
  await expect(waiting).rejects.toHaveProperty('cause', cause)
})

test('undefined in setData is a problem', async () => {
  const mp = await start('<view>{{a}}</view>', 'Page({ onLoad() { this.setData({ a: undefined }) } })')
  expect(mp.problems()).toEqual(['Setting data field "a" to undefined is invalid. (pages/index/index)'])
})

test('setData above a megabyte is a problem', async () => {
  const mp = await start('<view />', 'Page({ onLoad() { this.setData({ a: "x".repeat(1024 * 1024) }) } })')
  expect(mp.problems()[0]).toContain('at most 1048576 are allowed')
})

test('only JSON crosses in setData', async () => {
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

test('bytes are counted in UTF-8', async () => {
  const mp = await start('<view />', 'Page({ onLoad() { this.setData({ a: "张" }) } })')
  expect(mp.setDataCalls[0]?.bytes).toBe(11)
})
