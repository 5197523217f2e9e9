import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  CHROMIUM_MISSING,
  compileMiniProgram,
  launchChromium,
  runInChromium,
  type ChromiumMiniProgram,
  type ChromiumRunOptions,
} from '../../src/index'
import { page, writeProgram, type Files } from '../support/native-program'
import { startServer, type TestServer } from '../support/server'
import { buildUniFixture } from '../support/uni-fixture'

const browser = await launchChromium()
if (browser === undefined && process.env['CI'] !== undefined) throw new Error(CHROMIUM_MISSING)
if (browser === undefined) console.warn(`skipped: ${CHROMIUM_MISSING}`)
const inChromium = test.skipIf(browser === undefined)
const program = compileMiniProgram(await buildUniFixture())

afterAll(async () => {
  await browser?.close()
})

async function run(files: Files | undefined, options: ChromiumRunOptions = {}): Promise<ChromiumMiniProgram> {
  if (browser === undefined) throw new Error(CHROMIUM_MISSING)
  const mp = await runInChromium(browser, files === undefined ? program : writeProgram(files), options)
  onTestFinished(() => mp.close())
  return mp
}

async function setup(options: ChromiumRunOptions = {}): Promise<ChromiumMiniProgram & { server: TestServer }> {
  const server = await startServer()
  onTestFinished(() => server.close())
  const mp = await run(undefined, { phoneCode: () => 'good-code', ...options })
  await mp.launch(`pages/index/index?base=${encodeURIComponent(server.url)}`)
  return { ...mp, server }
}

describe('a mini program in Chromium', () => {
  inChromium('a tap and consent on the sheet bring the number', async () => {
    const { page, server, problems, foreignRequests } = await setup({ appName: 'Example', phoneNumber: '139****0000' })
    await page.locator('.allow').tap()
    expect(await page.locator('#wx-sheet').innerText()).toContain('139****0000')
    await page.locator('#wx-allow').tap()
    await page.locator('.phone').waitFor()
    expect(await page.locator('.phone').innerText()).toBe('Phone: 138****8000')
    expect(server.seen).toMatchObject([{ method: 'POST', url: '/api/phone', body: '{"code":"good-code","note":""}' }])
    expect(server.seen[0]?.headers).not.toHaveProperty('origin')
    expect(await page.locator('#wx-sheet').count()).toBe(0)
    expect(await problems()).toEqual([])
    expect(foreignRequests).toEqual([])
  })

  inChromium('a refusal sends nothing', async () => {
    const { page, server } = await setup({ denial: 'getPhoneNumber:fail:user deny' })
    await page.locator('.allow').tap()
    await page.locator('#wx-deny').tap()
    await page.locator('.error').waitFor()
    expect(await page.locator('.error').innerText()).toBe('Refused: getPhoneNumber:fail:user deny')
    expect(server.seen).toEqual([])
  })

  inChromium('phoneCode is called when the button is tapped', async () => {
    let made = 0
    const { page } = await setup({ phoneCode: () => `code-${++made}` })
    expect(made).toBe(0)
    await page.locator('.allow').tap()
    await page.locator('#wx-sheet').waitFor()
    await expect.poll(() => made).toBe(1)
  })

  inChromium('openType replaces the sheet', async () => {
    const { page } = await setup({ openType: (openType) => ({ errMsg: `${openType}:fail no permission` }) })
    await page.locator('.allow').tap()
    await page.locator('.error').waitFor()
    expect(await page.locator('.error').innerText()).toBe('Refused: getPhoneNumber:fail no permission')
  })

  inChromium('typing, tapping a child, opening a second page and going back work', async () => {
    const { page, server, problems } = await setup()
    await page.locator('.note input').fill('from Chromium')
    await page.locator('.step').nth(1).tap()
    await page.locator('.mark').waitFor()
    await page.locator('.allow').tap()
    await page.locator('#wx-allow').tap()
    await page.locator('.phone').waitFor()
    expect(server.seen[0]?.body).toBe('{"code":"good-code","note":"from Chromium"}')
    await page.locator('.link').tap()
    expect(await page.locator('.detail').innerText()).toBe('Detail of 138****8000')
    expect(await page.locator('#wx-title').innerText()).toBe('Detail')
    await page.locator('#wx-back').tap()
    await page.locator('.phone').waitFor()
    expect(await problems()).toEqual([])
  })

  inChromium('styles and themes apply', async () => {
    const { page, setTheme } = await setup()
    const read = (selector: string, property: 'color' | 'backgroundColor' | 'fontSize'): Promise<string> =>
      page.locator(selector).evaluate((element, name) => getComputedStyle(element)[name], property)
    expect(await read('.title', 'color')).toBe('rgb(7, 132, 63)')
    expect(await read('.title', 'fontSize')).toBe('20px')
    expect(await read('page', 'backgroundColor')).toBe('rgb(247, 247, 247)')
    expect(await read('#wx-bar', 'backgroundColor')).toBe('rgb(255, 255, 255)')
    await setTheme('dark')
    expect(await read('page', 'backgroundColor')).toBe('rgb(17, 17, 17)')
    expect(await read('#wx-bar', 'backgroundColor')).toBe('rgb(25, 25, 25)')
  })

  inChromium('a request fails without a network', async () => {
    const { page, setOnline, records } = await setup()
    await setOnline(false)
    await page.locator('.allow').tap()
    await page.locator('#wx-allow').tap()
    await page.locator('.error').waitFor()
    expect(await page.locator('.error').innerText()).toBe('request:fail -106:net::ERR_INTERNET_DISCONNECTED')
    expect(await records()).toMatchObject({
      route: 'pages/index/index',
      requests: [{ method: 'POST', result: { errno: 600001 } }],
      missingApis: ['preloadAssets'],
    })
  })

  const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>'

  inChromium('pictures are read from the package and foreign ones are listed', async () => {
    const server = await startServer((response) =>
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(PICTURE),
    )
    onTestFinished(() => server.close())
    const script =
      'Page({ data: { own: "", other: "" }, own({ detail }) { this.setData({ own: detail.width }) }, other() { this.setData({ other: 1 }) } })'
    const wxml = `<image src="/static/a.svg" bindload="own" /><image src="${server.url}/b.svg" bindload="other" /><view wx:if="{{other}}" class="own">{{own}}</view>`
    const mp = await run({ ...page(script, wxml), 'static/a.svg': PICTURE })
    await mp.launch()
    await expect.poll(() => mp.page.locator('.own').innerText()).toBe('2')
    expect(mp.foreignRequests).toEqual([`${server.url}/b.svg`])
  })

  inChromium('toasts and modals are drawn', async () => {
    const script = `Page({ data: { answer: '' }, ask() {
    wx.showModal({ title: 'Sure?', content: 'Really', success: ({ confirm }) => this.setData({ answer: confirm ? 'yes' : 'no' }) })
  }, tell() { wx.showToast({ title: 'Told', duration: 60000 }) } })`
    const mp = await run(
      page(
        script,
        '<view class="ask" bindtap="ask">Ask</view><view class="tell" bindtap="tell">Tell</view><view class="answer">{{answer}}</view>',
      ),
    )
    await mp.launch()
    await mp.page.locator('.ask').tap()
    expect(await mp.page.locator('#wx-modal').innerText()).toContain('Really')
    await mp.page.locator('#wx-modal-cancel').tap()
    await mp.page.getByText('no', { exact: true }).waitFor()
    await mp.page.locator('.tell').tap()
    expect(await mp.page.locator('#wx-toast').innerText()).toBe('Told')
  })

  inChromium('a title that is set in onLoad is shown, and again after going back', async () => {
    const mp = await run({
      ...page(
        'Page({ onLoad() { wx.setNavigationBarTitle({ title: "First" }) }, go() { wx.navigateTo({ url: "/pages/b/b" }) } })',
        '<view class="go" bindtap="go">Go</view>',
      ),
      'app.json': { pages: ['pages/index/index', 'pages/b/b'] },
      'pages/b/b.json': { navigationBarTitleText: 'Second' },
      'pages/b/b.js': 'Page({})',
      'pages/b/b.wxml': '<view class="b">B</view>',
    })
    const title = () => mp.page.locator('#wx-title').innerText()
    await mp.launch()
    expect(await title()).toBe('First')
    await mp.page.locator('.go').tap()
    await mp.page.locator('.b').waitFor()
    expect(await title()).toBe('Second')
    await mp.page.locator('#wx-back').tap()
    await mp.page.locator('.b').waitFor({ state: 'detached' })
    expect(await title()).toBe('First')
  })

  inChromium('the styles of a page override those of the app and apply to that page only', async () => {
    const mp = await run({
      'app.json': { pages: ['pages/index/index', 'pages/b/b'] },
      'app.wxss': 'view { color: rgb(0, 0, 255) }',
      'pages/index/index.wxss': 'view { color: rgb(255, 0, 0) }',
      'pages/b/b.js': 'Page({})',
      'pages/b/b.wxml': '<view class="b">B</view>',
    })
    await mp.launch()
    const read = (selector: string): Promise<string> =>
      mp.page.locator(selector).evaluate((element) => getComputedStyle(element).color)
    expect(await read('.page')).toBe('rgb(255, 0, 0)')
    await mp.launch('pages/b/b')
    expect(await read('.b')).toBe('rgb(0, 0, 255)')
  })

  inChromium('a mini program without a dark theme is drawn light on a dark phone', async () => {
    const mp = await run({}, { systemInfo: { theme: 'dark' } })
    expect(await mp.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(false)
  })

  inChromium('100vh and fixed elements end at the bar of the page', async () => {
    const style = 'position: fixed; left: 0; top: 0; width: 10px; height: 100vh'
    const mp = await run(page('Page({})', `<view class="fixed" style="${style}" /><view style="height: 3000px" />`))
    await mp.launch()
    expect(await mp.page.locator('.fixed').boundingBox()).toEqual({ x: 0, y: 88, width: 10, height: 724 })
  })

  inChromium('unhandled rejections are listed in problems', async () => {
    const mp = await run(page('Page({ onLoad() { Promise.reject(new Error("nobody listens")) } })'))
    await mp.launch()
    await expect.poll(() => mp.problems()).toEqual([expect.stringContaining('nobody listens')])
  })
})
