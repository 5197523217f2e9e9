// @vitest-environment node
import { rmSync } from 'node:fs'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noBeacon } from '../build/no-beacon'
import manifest from '../src/manifest.json'
import { buildApp } from '@uni-phone/test-support/services'

type Build = Awaited<ReturnType<typeof buildApp>>

const MAIN_PACKAGE_JS_BYTES = 64_000 + 28_672
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

test('compiles to WeChat’s own button, without its quota toast', () => {
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
  ['developer hints', /errno 1400001|LEGACY_PHONE_NUMBER|developerHint/],
  ['uniPush', /getPushClientId|invokePushCallback/],
  ['DCloud’s hosts', /dcloud|preloadAssets|99,\s*100,\s*110,\s*49/],
  ['the H5 page', /open-in-wechat|请在微信中打开/],
])('leaves %s out of the production mini program', (_, trace) => {
  expect(trace.exec(textOf(weixin))?.[0]).toBeUndefined()
})

test('compiles the address in, and does not warn about a complete build', () => {
  expect(textOf(weixin).includes('https://api.example.com/')).toBe(true)
  expect(weixin.output).not.toContain('VITE_API_BASE_URL')
})

test('warns about a build without an address', () => {
  expect(sandbox.output).toContain('VITE_API_BASE_URL is not set')
})

function sizeOf(names: (name: string) => boolean): number {
  const sizes = Object.entries(weixin.files)
    .filter(([name]) => names(name))
    .map(([, text]) => Buffer.byteLength(text))
  return sizes.reduce((sum, size) => sum + size, 0)
}

const inMainPackage = (name: string) => !/^(agreement|pages\/mine)\//.test(name)

test('keeps the main package’s JavaScript within its budget', () => {
  expect(sizeOf((name) => inMainPackage(name) && name.endsWith('.js'))).toBeLessThan(MAIN_PACKAGE_JS_BYTES)
})

test('keeps the main package far below WeChat’s two megabytes, without images', () => {
  expect(sizeOf(inMainPackage)).toBeLessThan(MAIN_PACKAGE_BYTES)
  expect(Object.keys(weixin.files).filter((name) => /\.(png|jpe?g|gif|svg|webp)$/.test(name))).toEqual([])
})

test('puts the account’s page, the two documents and their texts into subpackages', () => {
  expect(JSON.parse(weixin.files['app.json'] ?? '')).toMatchObject({
    subPackages: [
      { root: 'pages/mine', pages: ['mine'] },
      { root: 'agreement', pages: ['terms', 'privacy'] },
    ],
  })
  expect(weixin.files['agreement/terms-text.js']).toContain('用户协议')
  expect(weixin.files['pages/mine/mine-texts.js']).toContain('注销账号')
  expect(weixin.files['common/app.js']).not.toContain('注销账号')
})

test('writes the owner’s AppID and the domain check into the DevTools project', () => {
  expect(projectOf(weixin)).toMatchObject({ appid: 'wx1111111111111111', setting: { urlCheck: false } })
  expect(projectOf(sandbox)).toMatchObject({ appid: 'wx2222222222222222', setting: { urlCheck: false } })
})

test('opens in DevTools’ tourist mode until the manifest has an AppID', () => {
  expect(manifest['mp-weixin'].appid).toMatch(/^(touristappid|wx[0-9a-f]{16})$/)
})

test('follows the system’s theme and enables WeChat’s privacy sheet', () => {
  expect(JSON.parse(weixin.files['app.json'] ?? '')).toMatchObject({
    darkmode: true,
    themeLocation: 'theme.json',
    __usePrivacyCheck__: true,
    lazyCodeLoading: 'requiredComponents',
  })
  expect(weixin.files['theme.json']).toContain('navigationBackground')
})

test('compiles the sheet, its API path and the hints into a development sandbox', () => {
  expect(sandbox.files['sandbox/SandboxPhoneButton.wxml']).toContain('consent-allow')
  expect(textOf(sandbox).includes('/_sandbox/phone-codes')).toBe(true)
  expect(textOf(sandbox).includes('LEGACY_PHONE_NUMBER')).toBe(true)
  expect(textOf(sandbox).includes('open-type="getPhoneNumber"')).toBe(false)
})

test('shows the way to WeChat in a production browser build, and no button', () => {
  expect(textOf(h5).includes('请在微信中打开')).toBe(true)
  expect(/_sandbox|consent-|phone-button|LEGACY_PHONE_NUMBER/.exec(textOf(h5))?.[0]).toBeUndefined()
})

test('loads nothing from another host on H5', () => {
  expect(/cdn\d*\.dcloud|tongji/.exec(textOf(h5))?.[0]).toBeUndefined()
  expect(h5.files['index.html']).not.toContain('//')
})

test('fails a build that still contains a beacon', async () => {
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
