// @vitest-environment node
import { rmSync } from 'node:fs'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noBeacon } from '../build/no-beacon'
import manifest from '../src/manifest.json'
import { buildApp } from '@uni-phone/test-support/services'

type Build = Awaited<ReturnType<typeof buildApp>>

const MAIN_PACKAGE_JS_BYTES = 64_000 + 20_000
const MAIN_PACKAGE_BYTES = 150_000

let weixin: Build
let sandbox: Build
let h5: Build

beforeAll(async () => {
  const owner = { MINIPROGRAM_APPID: 'wx1111111111111111', WECHAT_APPID: 'wx2222222222222222' }
  ;[weixin, sandbox] = await Promise.all([
    buildApp('mp-weixin', { ...owner, VITE_API_BASE_URL: 'https://api.example.com/' }),
    buildApp('mp-weixin', { WECHAT_APPID: owner.WECHAT_APPID, UNI_PHONE_SANDBOX: '1' }, true),
  ])
  h5 = await buildApp('h5', {})
})

afterAll(() => {
  for (const { folder } of [weixin, sandbox, h5]) rmSync(folder, { recursive: true })
})

function textOf({ files }: Build): string {
  return Object.entries(files)
    .flatMap(([name, text]) => [name, text])
    .join('\n')
}

function projectOf({ files }: Build): unknown {
  return JSON.parse(files['project.config.json'] ?? '')
}

test('the compiled button is WeChat’s own, and keeps its toast to itself', () => {
  const wxml = weixin.files['phone-number/PhoneNumberButton.wxml'] ?? ''
  expect(wxml).toContain('open-type="getRealtimePhoneNumber"')
  expect(wxml).toMatch(/bindgetrealtimephonenumber="\{\{\w+\}\}"/)
  expect(wxml).toContain('open-type="getPhoneNumber"')
  expect(wxml).toMatch(/bindgetphonenumber="\{\{\w+\}\}"/)
  expect(wxml).toContain('phone-number-no-quota-toast="{{false}}"')
})

test.each([
  ['the sandbox', /sandbox|consent-|沙箱/i],
  ['zod', /zod|safeParse/i],
  ['a developer’s hint', /errno 1400001|LEGACY_PHONE_NUMBER|developerHint/],
  ['a host of DCloud', /dcloud|preloadAssets|99,\s*100,\s*110,\s*49/],
  ['what belongs to H5', /open-in-wechat|请在微信中打开/],
])('the production mini program has nothing of %s', (_, trace) => {
  expect(trace.exec(textOf(weixin))?.[0]).toBeUndefined()
})

test('the address is compiled in, and a complete build warns of nothing', () => {
  expect(textOf(weixin).includes('https://api.example.com/')).toBe(true)
  expect(weixin.output).not.toContain('VITE_API_BASE_URL')
})

test('without an address the build warns', () => {
  expect(sandbox.output).toContain('VITE_API_BASE_URL is not set')
})

function sizeOf(names: (name: string) => boolean): number {
  const sizes = Object.entries(weixin.files)
    .filter(([name]) => names(name))
    .map(([, text]) => Buffer.byteLength(text))
  return sizes.reduce((sum, size) => sum + size, 0)
}

const inMainPackage = (name: string) => !name.startsWith('agreement/')

test('the JavaScript of the main package keeps to its budget', () => {
  expect(sizeOf((name) => inMainPackage(name) && name.endsWith('.js'))).toBeLessThan(MAIN_PACKAGE_JS_BYTES)
})

test('the main package is far below WeChat’s two megabytes, and has no image', () => {
  expect(sizeOf(inMainPackage)).toBeLessThan(MAIN_PACKAGE_BYTES)
  expect(Object.keys(weixin.files).filter((name) => /\.(png|jpe?g|gif|svg|webp)$/.test(name))).toEqual([])
})

test('the two documents are a subpackage with their own text', () => {
  expect(JSON.parse(weixin.files['app.json'] ?? '')).toMatchObject({
    subPackages: [{ root: 'agreement', pages: ['terms', 'privacy'] }],
  })
  expect(weixin.files['agreement/terms-text.js']).toContain('用户协议')
  expect(weixin.files['common/app.js']).not.toContain('注销账号')
})

test('DevTools opens the build with the domain check off and the owner’s AppID', () => {
  expect(projectOf(weixin)).toMatchObject({ appid: 'wx1111111111111111', setting: { urlCheck: false } })
  expect(projectOf(sandbox)).toMatchObject({ appid: 'wx2222222222222222', setting: { urlCheck: false } })
})

test('DevTools opens in its tourist mode until the manifest has an AppID', () => {
  expect(manifest['mp-weixin'].appid).toMatch(/^(touristappid|wx[0-9a-f]{16})$/)
})

test('the mini program follows the system’s theme and asks WeChat for its privacy sheet', () => {
  expect(JSON.parse(weixin.files['app.json'] ?? '')).toMatchObject({
    darkmode: true,
    themeLocation: 'theme.json',
    __usePrivacyCheck__: true,
    lazyCodeLoading: 'requiredComponents',
  })
  expect(weixin.files['theme.json']).toContain('navigationBackground')
})

test('a sandbox in development has the sheet, the path of the codes and the hints', () => {
  expect(sandbox.files['sandbox/SandboxPhoneButton.wxml']).toContain('consent-allow')
  expect(textOf(sandbox).includes('/_sandbox/phone-codes')).toBe(true)
  expect(textOf(sandbox).includes('LEGACY_PHONE_NUMBER')).toBe(true)
  expect(textOf(sandbox).includes('open-type="getPhoneNumber"')).toBe(false)
})

test('a browser outside the sandbox is told where to go, and has no button', () => {
  expect(textOf(h5).includes('请在微信中打开')).toBe(true)
  expect(/_sandbox|consent-|phone-button|LEGACY_PHONE_NUMBER/.exec(textOf(h5))?.[0]).toBeUndefined()
})

test('the H5 build loads nothing from another host', () => {
  expect(/cdn\d*\.dcloud|tongji/.exec(textOf(h5))?.[0]).toBeUndefined()
  expect(h5.files['index.html']).not.toContain('//')
})

test('a build with a beacon left in it fails', async () => {
  const entry = {
    name: 'entry',
    resolveId: (id: string) => (id === 'entry' ? id : null),
    load: (id: string) => (id === 'entry' ? 'export default "https://cdn1.dcloud.net.cn/"' : null),
  }
  const beacon = build({
    configFile: false,
    logLevel: 'silent',
    plugins: [entry, noBeacon()],
    build: { write: false, rollupOptions: { input: 'entry', preserveEntrySignatures: 'strict' } },
  })
  await expect(beacon).rejects.toThrow('DCloud beacon left')
})
