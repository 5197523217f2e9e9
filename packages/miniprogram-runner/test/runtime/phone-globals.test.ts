import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { FunctionMode } from '../../src/index'
import { page, runProgram } from '../support/native-program'

async function evaluate(expression: string, onFunction?: FunctionMode): Promise<string> {
  const script = `Page({ data: { text: '' }, onLoad() {
    let text
    try { text = String(${expression}) } catch (error) { text = error.name }
    this.setData({ text })
  } })`
  const mp = await runProgram(page(script), { onFunction })
  mp.launch()
  return mp.text()
}

const MISSING = [
  ...['window', 'document', 'self', 'globalThis', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage'],
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'Headers', 'Request', 'Response', 'FormData', 'Blob', 'EventSource'],
  ...['URL', 'URLSearchParams', 'AbortController', 'AbortSignal', 'TextEncoder', 'TextDecoder', 'structuredClone'],
  ...['queueMicrotask', 'crypto', 'atob', 'btoa', 'performance', 'Intl', 'Event', 'EventTarget', 'MessageChannel'],
  ...[
    'process',
    'Buffer',
    'setImmediate',
    '__dirname',
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    '__vitest_worker__',
  ],
]

const FUNCTIONS = [
  ...[
    'setTimeout',
    'setInterval',
    'clearTimeout',
    'clearInterval',
    'Promise',
    'Proxy',
    'Map',
    'WeakMap',
    'Symbol',
    'BigInt',
  ],
  ...[
    'Uint8Array',
    'ArrayBuffer',
    'Date',
    'RegExp',
    'getApp',
    'getCurrentPages',
    'App',
    'Page',
    'Component',
    'Behavior',
  ],
  ...['require', 'encodeURIComponent', 'parseInt', 'isNaN'],
]

const OBJECTS = ['wx', 'console', 'global', 'module', 'exports', 'JSON', 'Math', 'Reflect']

describe('modules and their globals', () => {
  test.each([
    ['undefined', MISSING],
    ['function', FUNCTIONS],
    ['object', OBJECTS],
  ])('typeof gives %s for %j', async (type, names) => {
    const types = names.map((name) => `'${name} ' + typeof ${name}`)
    const text = await evaluate(`[${types.join(', ')}].join(', ')`)
    expect(text.split(', ')).toEqual(names.map((name) => `${name} ${type}`))
  })

  test('an undeclared name throws a ReferenceError', async () => {
    expect(await evaluate('nobodyHasDeclaredThis')).toBe('ReferenceError')
  })

  test('running code from a string throws', async () => {
    expect(await evaluate('new Function("return 1")()')).toBe('EvalError')
    expect(await evaluate('eval("1")')).toBe('EvalError')
  })

  test('Function("return this") returns the global object', async () => {
    expect(await evaluate('new Function("return this")() === global')).toBe('true')
  })

  test('a function is still an instance of Function', async () => {
    expect(await evaluate('(() => 1) instanceof Function && Function.name === "Function"')).toBe('true')
  })

  test('onFunction noop: code from a string does nothing', async () => {
    expect(await evaluate('new Function("return 1")()', 'noop')).toBe('undefined')
  })

  test('onFunction normal: code from a string runs', async () => {
    expect(await evaluate('new Function("return 1")()', 'normal')).toBe('1')
  })

  test('assignments to globals stay in the mini program', async () => {
    await evaluate('(App = 1, global.leaked = 2, leaked)')
    expect(globalThis).not.toHaveProperty('App')
    expect(globalThis).not.toHaveProperty('leaked')
  })

  test('a module runs once and is shared', async () => {
    const mp = await runProgram({
      'lib/counter.js': 'let count = 0; exports.next = () => ++count',
      'lib/index.js': 'module.exports = require("./counter")',
      'pages/index/index.js': `
      const { next } = require('../../lib/counter.js')
      const again = require('/lib')
      Page({ data: { text: '' }, onLoad() { this.setData({ text: next() + ',' + again.next() }) } })`,
      'pages/index/index.wxml': '{{text}}',
    })
    mp.launch()
    expect(mp.text()).toBe('1,2')
  })

  test('an error in a timer is logged as a problem and reaches onError', async () => {
    const mp = await runProgram({
      ...page('Page({ onLoad() { setTimeout(() => { throw new Error("late") }, 1) } })'),
      'app.js': 'App({ onError(message) { wx.setStorageSync("error", message) } })',
    })
    mp.launch()
    await mp.until(() => mp.problems().length > 0)
    expect(mp.problems()[0]).toContain('Error: late')
    expect(mp.storage).toMatchObject({ error: expect.stringContaining('Error: late') as string })
  })

  test('console.error is logged as a problem, console.log is not', async () => {
    const mp = await runProgram(page('console.log("fine"); console.error("wrong", { a: 1 }); Page({})'))
    mp.launch()
    expect(mp.problems()).toEqual(['wrong {"a":1}'])
  })

  function useFakeTimers(): void {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
  }

  const TICKING = page(
    'let ticks = 0; Page({ onLoad() { setInterval(() => wx.setStorageSync("ticks", ++ticks), 1000) } })',
  )

  test('fake timers of the test drive the mini program, and until still works', async () => {
    const mp = await runProgram(TICKING)
    useFakeTimers()
    mp.launch()
    const waiting = mp.until(() => mp.storage['ticks'] === 60)
    vi.advanceTimersByTime(60_000)
    await waiting
  })

  test('close ends all timers', async () => {
    const mp = await runProgram(TICKING)
    useFakeTimers()
    mp.launch()
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    await mp.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
