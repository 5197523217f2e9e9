import { describe, expect, test } from 'vitest'
import type { MiniProgram, RunOptions } from '../../src/index'
import { page, runProgram, type Files } from '../support/native-program'

async function start(options: RunOptions = {}, files: Files = {}): Promise<MiniProgram> {
  const mp = await runProgram(files, options)
  mp.launch()
  return mp
}

function call(mp: MiniProgram, api: string, ...args: unknown[]): unknown {
  return mp.wx[api]?.(...args)
}

describe('functions of wx', () => {
  test('storage keeps JSON, with callbacks and without', async () => {
    const mp = await start({ storage: { seen: 1 } })
    expect(call(mp, 'getStorageSync', 'seen')).toBe(1)
    expect(call(mp, 'getStorageSync', 'nothing')).toBe('')
    await call(mp, 'setStorage', { key: 'a', data: { b: [1] } })
    expect(call(mp, 'getStorageSync', 'a')).toEqual({ b: [1] })
    call(mp, 'removeStorageSync', 'seen')
    expect(mp.storage).toEqual({ a: { b: [1] } })
  })

  test('login returns the code of the test', async () => {
    const mp = await start({ login: () => Promise.resolve('code-of-test') })
    expect(await call(mp, 'login')).toEqual({ errMsg: 'login:ok', code: 'code-of-test' })
  })

  test('login fails if the login of the test rejects', async () => {
    const mp = await start({ login: () => Promise.reject(new Error('no network')) })
    await expect(call(mp, 'login')).rejects.toEqual({ errMsg: 'login:fail no network' })
  })

  test('login fails after the time-out of the call', async () => {
    const mp = await start({ login: () => new Promise(() => undefined), clock: 'manual' })
    const answer = new Promise((fail) => call(mp, 'login', { timeout: 3000, fail }))
    await mp.advance(3000)
    expect(await answer).toEqual({ errMsg: 'login:fail timeout' })
  })

  test('login without a time-out never fails', async () => {
    const mp = await start({ login: () => new Promise(() => undefined), clock: 'manual' })
    const answers: unknown[] = []
    call(mp, 'login', { complete: (answer: unknown) => answers.push(answer) })
    await mp.advance(3_600_000)
    expect(answers).toEqual([])
  })

  test('a call with callbacks returns no promise', async () => {
    const mp = await start()
    const answers: unknown[] = []
    const result = call(mp, 'login', {
      success: (value: unknown) => answers.push(value),
      complete: () => answers.push('complete'),
    })
    await mp.until(() => answers.length === 2)
    expect(result).toBeUndefined()
    expect(answers).toEqual([{ errMsg: 'login:ok', code: 'login-code' }, 'complete'])
  })

  test('an error in a callback is logged as a problem', async () => {
    const mp = await start()
    call(mp, 'login', {
      success: () => {
        throw new Error('in callback')
      },
    })
    await mp.until(() => mp.problems().length)
    expect(mp.problems()[0]).toContain('in callback')
  })

  test('ui records interface calls without their callbacks', async () => {
    const mp = await start()
    await call(mp, 'showToast', { title: 'Done', icon: 'success' })
    await call(mp, 'vibrateShort', { type: 'light', success: () => undefined })
    expect(mp.ui).toEqual([
      { api: 'showToast', options: { title: 'Done', icon: 'success' } },
      { api: 'vibrateShort', options: { type: 'light' } },
    ])
  })

  test('showModal gets the answer of the test', async () => {
    const mp = await start({ modal: ({ title }) => ({ confirm: title === 'Sure?' }) })
    expect(await call(mp, 'showModal', { title: 'Sure?' })).toMatchObject({ confirm: true, cancel: false })
    expect(await call(mp, 'showModal', { title: 'Really?' })).toMatchObject({ confirm: false, cancel: true })
  })

  test('systemInfo of the test overrides the default', async () => {
    const mp = await start({ systemInfo: { language: 'en', fontSizeSetting: 20, SDKVersion: '2.21.1' } })
    for (const api of ['getSystemInfoSync', 'getAppBaseInfo', 'getWindowInfo', 'getDeviceInfo']) {
      expect(call(mp, api)).toMatchObject({
        language: 'en',
        fontSizeSetting: 20,
        SDKVersion: '2.21.1',
        windowWidth: 375,
      })
    }
  })

  test('a mini program without a dark theme does not get the theme', async () => {
    const mp = await start({ systemInfo: { theme: 'dark' } })
    expect(call(mp, 'getSystemInfoSync')).toMatchObject({ theme: undefined })
    const heard: unknown[] = []
    call(mp, 'onThemeChange', (value: unknown) => heard.push(value))
    mp.setTheme('light')
    expect(heard).toEqual([])
  })

  test('a change of theme reaches listeners and the app', async () => {
    const files = {
      'app.json': { pages: ['pages/index/index'], darkmode: true },
      'app.js': 'App({ onThemeChange({ theme }) { wx.setStorageSync("theme", theme) } })',
    }
    const mp = await start({ systemInfo: { theme: 'dark' } }, files)
    expect(call(mp, 'getAppBaseInfo')).toMatchObject({ theme: 'dark' })
    const heard: unknown[] = []
    call(mp, 'onThemeChange', (value: unknown) => heard.push(value))
    mp.setTheme('light')
    mp.setTheme('light')
    expect(heard).toEqual([{ theme: 'light' }])
    expect(mp.storage).toEqual({ theme: 'light' })
  })

  test('a change of the network reaches listeners until they are removed', async () => {
    const mp = await start()
    const heard: unknown[] = []
    const listener = (value: unknown): unknown => heard.push(value)
    call(mp, 'onNetworkStatusChange', listener)
    mp.setOnline(false)
    expect(await call(mp, 'getNetworkType')).toMatchObject({ networkType: 'none' })
    mp.setOnline(true)
    call(mp, 'offNetworkStatusChange', listener)
    mp.setOnline(false)
    expect(heard).toEqual([
      { isConnected: false, networkType: 'none' },
      { isConnected: true, networkType: 'wifi' },
    ])
  })

  test.each([
    ['develop', ''],
    ['trial', ''],
    ['release', '1.0.0'],
  ] as const)('getAccountInfoSync returns %s', async (envVersion, version) => {
    const mp = await start({ envVersion, appId: 'wx0123456789abcdef' })
    expect(call(mp, 'getAccountInfoSync')).toEqual({
      miniProgram: { appId: 'wx0123456789abcdef', envVersion, version },
    })
  })

  test('getPrivacySetting returns the setting of the test', async () => {
    const privacySetting = { needAuthorization: true, privacyContractName: '《Guide》' }
    const mp = await start({ privacySetting })
    expect(await call(mp, 'getPrivacySetting')).toEqual({ errMsg: 'getPrivacySetting:ok', ...privacySetting })
  })

  test.each([
    ['request', true],
    ['getWindowInfo', true],
    ['button.open-type.getPhoneNumber', true],
    ['scanCode', false],
  ])('canIUse(%j) is %s', async (schema, expected) => {
    const mp = await start()
    expect(call(mp, 'canIUse', schema)).toBe(expected)
  })

  test('a missing function is undefined and listed in missingApis', async () => {
    const mp = await start({}, page('if (wx.scanCode) throw new Error("there"); Page({})'))
    expect([...mp.missingApis]).toEqual(['scanCode'])
    expect(mp.problems()).toEqual([])
  })

  test('a selector query measures elements of the page', async () => {
    const mp = await start()
    const query = call(mp, 'createSelectorQuery') as {
      select: (selector: string) => { boundingClientRect: () => { exec: (done: (result: unknown) => void) => void } }
    }
    const result = await new Promise((resolve) => {
      query.select('.page').boundingClientRect().exec(resolve)
    })
    expect(result).toMatchObject([{ dataset: {}, width: expect.any(Number) as number }])
  })

  test('the capsule is at the right edge', async () => {
    const mp = await start()
    expect(call(mp, 'getMenuButtonBoundingClientRect')).toEqual({
      width: 87,
      height: 32,
      top: 48,
      right: 368,
      bottom: 80,
      left: 281,
    })
  })
})
