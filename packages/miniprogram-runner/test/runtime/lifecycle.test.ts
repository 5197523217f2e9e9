import { describe, expect, test } from 'vitest'
import type { MiniProgram } from '../../src/index'
import { runProgram, type Files } from '../support/native-program'

const RECORDING = `
  const record = (name) => (...args) => {
    wx.setStorageSync('log', [...(wx.getStorageSync('log') || []), args[0] === undefined ? name : name + ' ' + JSON.stringify(args[0])])
  }
  const recordAll = (prefix, names) => Object.fromEntries(names.map((name) => [name, record(prefix + name)]))
  module.exports = { record, recordAll }`

const PAGE = (name: string): string => `
  const { recordAll } = require('/record')
  Page({ ...recordAll('${name}.', ['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload']) })`

const PROGRAM: Files = {
  'record.js': RECORDING,
  'app.json': { pages: ['a/a', 'b/b', 'c/c'], tabBar: { list: [{ pagePath: 'c/c' }] } },
  'app.js': `const { recordAll } = require('record'); App({ ...recordAll('app.', ['onHide', 'onError']), onLaunch() { this.ready = true } })`,
  'a/a.js': PAGE('a'),
  'a/a.wxml': '<view class="a">A</view>',
  'b/b.js': PAGE('b'),
  'b/b.wxml': '<view class="b">B</view>',
  'c/c.js': PAGE('c'),
  'c/c.wxml': '<view class="c">C</view>',
}

async function start(files: Files = {}): Promise<{ mp: MiniProgram; log: () => string[] }> {
  const mp = await runProgram({ ...PROGRAM, ...files })
  let seen = 0
  const log = (): string[] => {
    const all = (mp.storage['log'] ?? []) as string[]
    const news = all.slice(seen)
    seen = all.length
    return news
  }
  return { mp, log }
}

function go(mp: MiniProgram, api: string, options: object): Promise<unknown> {
  return mp.wx[api]?.(options) as Promise<unknown>
}

describe('pages and the app', () => {
  test('launch starts the app, then the page with its query', async () => {
    const { mp, log } = await start()
    const page = mp.launch('a/a?name=%E5%BC%A0&empty')
    expect(log()).toEqual(['a.onLoad {"name":"%E5%BC%A0","empty":""}', 'a.onShow', 'a.onReady'])
    expect(page.route).toBe('a/a')
    expect(mp.wx['getLaunchOptionsSync']?.()).toMatchObject({ path: 'a/a', query: { empty: '' }, scene: 1001 })
  })

  test('launch without a page opens the first one', async () => {
    const { mp } = await start()
    expect(mp.launch().route).toBe('a/a')
  })

  test('launch throws for a page that is not in app.json', async () => {
    const { mp } = await start()
    expect(() => mp.launch('d/d')).toThrow('d/d is not a page of app.json')
  })

  test('navigateTo hides the page below, navigateBack shows it again', async () => {
    const { mp, log } = await start()
    mp.launch()
    log()
    await go(mp, 'navigateTo', { url: '/b/b' })
    expect(log()).toEqual(['a.onHide', 'b.onLoad {}', 'b.onShow', 'b.onReady'])
    expect(mp.pages.map(({ route }) => route)).toEqual(['a/a', 'b/b'])
    await go(mp, 'navigateBack', {})
    expect(log()).toEqual(['b.onUnload', 'a.onShow'])
    expect(mp.text()).toBe('A')
  })

  test('redirectTo replaces the page and leaves the one below alone', async () => {
    const { mp, log } = await start()
    mp.launch()
    await go(mp, 'navigateTo', { url: '/b/b' })
    log()
    await go(mp, 'redirectTo', { url: '/a/a' })
    expect(log()).toEqual(['b.onUnload', 'a.onLoad {}', 'a.onShow', 'a.onReady'])
    expect(mp.pages).toHaveLength(2)
  })

  test('reLaunch closes all pages from the top', async () => {
    const { mp, log } = await start()
    mp.launch()
    await go(mp, 'navigateTo', { url: '/b/b' })
    log()
    await go(mp, 'reLaunch', { url: '/b/b' })
    expect(log().slice(0, 3)).toEqual(['b.onUnload', 'a.onUnload', 'b.onLoad {}'])
  })

  test('switchTab opens pages of the tab bar, navigateTo refuses them', async () => {
    const { mp } = await start()
    mp.launch()
    await expect(go(mp, 'navigateTo', { url: '/c/c' })).rejects.toEqual({
      errMsg: 'navigateTo:fail can not navigateTo a tabbar page',
    })
    await go(mp, 'switchTab', { url: '/c/c' })
    expect(mp.pages.map(({ route }) => route)).toEqual(['c/c'])
  })

  test('navigateTo fails for an unknown page', async () => {
    const { mp } = await start()
    mp.launch()
    await expect(go(mp, 'navigateTo', { url: 'd' })).rejects.toEqual({
      errMsg: 'navigateTo:fail page "a/d" is not found',
    })
  })

  test('navigateTo refuses an eleventh page', async () => {
    const { mp } = await start()
    mp.launch()
    for (let depth = 2; depth <= 10; depth += 1) await go(mp, 'navigateTo', { url: '/b/b' })
    await expect(go(mp, 'navigateTo', { url: '/b/b' })).rejects.toEqual({
      errMsg: 'navigateTo:fail webview count limit exceed',
    })
  })

  test('onHide and onShow are called when the mini program goes to the background and returns', async () => {
    const { mp, log } = await start()
    mp.launch()
    log()
    mp.hide()
    expect(log()).toEqual(['a.onHide', 'app.onHide'])
    mp.show()
    expect(log()).toEqual(['a.onShow'])
  })

  test('the back button stops at the first page', async () => {
    const { mp } = await start()
    mp.launch()
    await go(mp, 'navigateTo', { url: '/b/b' })
    mp.back()
    mp.back()
    expect(mp.pages).toHaveLength(1)
  })

  test('an error in onLoad is logged as a problem and reaches onError', async () => {
    const { mp, log } = await start({ 'a/a.js': 'Page({ onLoad() { throw new Error("broken page") } })' })
    mp.launch()
    expect(mp.problems()[0]).toContain('Error: broken page')
    expect(log()[0]).toContain('app.onError "Error: broken page')
  })

  test('getCurrentPages returns the route and the options of each page', async () => {
    const script =
      'Page({ onLoad() { const [page] = getCurrentPages(); wx.setStorageSync("page", [page === this, page.route, page.options]) } })'
    const { mp } = await start({ 'a/a.js': script })
    mp.launch('a/a?x=1')
    expect(mp.storage['page']).toEqual([true, 'a/a', { x: '1' }])
  })

  test('a page created by Component has its route when attached and its query as properties', async () => {
    const script = `Component({ properties: { x: String }, lifetimes: { attached() {
    wx.setStorageSync('seen', [this.route, this.properties.x])
  } } })`
    const { mp } = await start({ 'a/a.js': script })
    mp.launch('a/a?x=1%262')
    expect(mp.storage['seen']).toEqual(['a/a', '1%262'])
  })

  test('components are ready before their page', async () => {
    const { mp, log } = await start({
      'a/a.json': { usingComponents: { 'my-part': '/part' } },
      'a/a.wxml': '<my-part />',
      'part.json': { component: true },
      'part.js': `const { record } = require('record'); Component({
      lifetimes: { attached: record('part.attached'), ready: record('part.ready'), detached: record('part.detached') },
      pageLifetimes: { show: record('part.show'), hide: record('part.hide') } })`,
      'part.wxml': '<view>Part</view>',
    })
    mp.launch()
    expect(log()).toEqual(['part.attached', 'a.onLoad {}', 'a.onShow', 'part.show', 'part.ready', 'a.onReady'])
    mp.launch('b/b')
    expect(log()).toContain('part.detached')
  })
})
