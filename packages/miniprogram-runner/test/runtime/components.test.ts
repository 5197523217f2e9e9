import { describe, expect, test } from 'vitest'
import type { MiniProgram } from '../../src/index'
import { page, runProgram } from '../support/native-program'

const SCRIPT = `Page({
  data: { text: '', value: 'first', disabled: false },
  say(event) { this.setData({ text: event.type + ' ' + JSON.stringify(event.detail.value ?? null) }) },
  count() { this.setData({ text: 'tap' }) },
})`

async function start(wxml: string, script = SCRIPT): Promise<MiniProgram> {
  const mp = await runProgram(page(script, `${wxml}<text class="text">{{text}}</text>`))
  mp.launch()
  return mp
}

describe('built-in components and events', () => {
  test.each(['input', 'textarea'])('<%s> takes text and sends an input event', async (tag) => {
    const mp = await start(`<${tag} class="field" value="{{value}}" bindinput="say" />`)
    mp.input('.field', 'typed')
    expect(mp.text('.text')).toBe('input "typed"')
  })

  test('<input> cuts text at its maxlength', async () => {
    const mp = await start('<input class="field" maxlength="3" bindinput="say" />')
    mp.input('.field', 'abcdef')
    expect(mp.text('.text')).toBe('input "abc"')
  })

  test('a disabled <input> rejects text', async () => {
    const mp = await start('<input class="field" disabled />')
    expect(() => {
      mp.input('.field', 'x')
    }).toThrow('disabled or hidden')
  })

  test('aria attributes are set in the document', async () => {
    const mp = await start('<view class="row" aria-role="checkbox" aria-checked="{{true}}" aria-label="Agree" />')
    const row = mp.$('.row')
    expect(row?.attribute('role')).toBe('checkbox')
    expect(row?.attribute('aria-checked')).toBe('true')
    expect(row?.attribute('aria-label')).toBe('Agree')
  })

  test('taps bubble, and catchtap stops them', async () => {
    const mp = await start(
      '<view bindtap="say"><view class="through">a</view><view class="caught" catchtap="count">b</view></view>',
    )
    mp.tap('.caught')
    expect(mp.text('.text')).toBe('tap')
    mp.tap('.through')
    expect(mp.text('.text')).toBe('tap null')
  })

  test('an event has fields of its own, the dataset of its element and the touch', async () => {
    const script = `Page({ data: { text: '' }, tap(event) {
    this.setData({ text: [Object.hasOwn(event, 'detail'), event.currentTarget.dataset.itemId, event.target.id, event.touches.length].join() })
  } })`
    const mp = await start(
      '<view bindtap="tap" data-item-id="7"><view class="inner" id="inner">x</view></view>',
      script,
    )
    mp.tap('.inner')
    expect(mp.text('.text')).toBe('true,7,inner,1')
  })

  test('a tap is preceded by touchstart and touchend', async () => {
    const script = `Page({ data: { text: '' }, record({ type, touches, changedTouches }) {
    this.setData({ text: this.data.text + [type, touches.length, changedTouches.length].join() + ' ' })
  } })`
    const wxml = '<view class="a" bindtouchstart="record" bindtouchend="record" bindtap="record">x</view>'
    const mp = await start(wxml, script)
    mp.tap('.a')
    expect(mp.text('.text')).toBe('touchstart,1,1 touchend,0,1 tap,1,1')
  })

  test('trigger sends events that no gesture makes', async () => {
    const mp = await start('<picker class="picker" bindchange="say" />')
    mp.trigger('.picker', 'change', { value: 2 })
    expect(mp.text('.text')).toBe('change 2')
  })

  test('rpx in inline styles are converted', async () => {
    const mp = await start('<view class="a" style="width: 100rpx">a</view>')
    expect(mp.$('.a')?.style.replace(/\s/g, '')).toContain('width:50px')
  })

  test('an element of a component has the class names of the source', async () => {
    const mp = await runProgram({
      'pages/index/index.json': { usingComponents: { 'my-part': '/part' } },
      'pages/index/index.wxml': '<my-part label="Hello" bindpick="say" /><text class="text">{{text}}</text>',
      'pages/index/index.js': SCRIPT,
      'part.json': { component: true },
      'part.js': `Component({ properties: { label: String }, methods: { pick() { this.triggerEvent('pick', { value: this.data.label }) } } })`,
      'part.wxml': '<view class="inner" bindtap="pick">{{label}}</view>',
      'part.wxss': '.inner { color: red }',
    })
    mp.launch()
    expect(mp.$('.inner')?.className).toBe('inner')
    expect(mp.$('.inner')?.dom.className).not.toBe('inner')
    mp.tap('.inner')
    expect(mp.text('.text')).toBe('pick "Hello"')
  })
})
