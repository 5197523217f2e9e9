import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RunningEmulator, SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator, WECHAT_ROUTES } from '../../src/index'
import { browserTest } from '@uni-phone/test-support/browser'
import { eventually, isWide, openConsole, openPage, readLowContrast } from '../support/console-page'
import { PHONE, setup, STABLE, TOKEN } from '../support/setup'

const FOLDER = new URL('../../console/', import.meta.url)
const FILES = readdirSync(FOLDER).filter((name) => /\.(css|html|js|svg)$/.test(name))
const BASE = 'http://127.0.0.1:8788'
const ACCOUNT = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }

async function get(path: string) {
  return setup().emulator.fetch(new Request(BASE + path))
}

async function post({ url }: RunningEmulator, path: string, body: object): Promise<Record<string, unknown>> {
  return (await (await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })).json()) as Record<
    string,
    unknown
  >
}

describe('the files of the console', () => {
  test('have a policy that allows nothing inline or from other origins', async () => {
    const reply = await get('/')
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(reply.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    )
    expect(reply.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await reply.text()).not.toMatch(/https?:|<style|style=|<script(?! type="module" src="\/_emulator\/)| on\w+=/)
  })

  test.each(FILES)('include %s with its media type', async (name) => {
    const reply = await get(`/_emulator/console/${name}`)
    const types: Record<string, string> = {
      css: 'text/css',
      html: 'text/html',
      js: 'text/javascript',
      svg: 'image/svg+xml',
    }
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toContain(types[name.split('.').pop() ?? ''])
  })

  test.each(['tsconfig.json', 'nothing.js', '..%2fpackage.json', '%2e%2e%2fREADME.md', 'main.js%00.css', '.', ''])(
    'do not include "%s"',
    async (name) => {
      expect((await get(`/_emulator/console/${name}`)).status).toBe(404)
    },
  )

  test('offer faults for the emulated paths', () => {
    const page = readFileSync(new URL('index.html', FOLDER), 'utf8')
    const paths = [...page.matchAll(/<option>(.*)<\/option>/g)].map(([, path = '']) => path)
    expect(paths.sort()).toEqual(WECHAT_ROUTES.map((route) => route.split(' ')[1] ?? '').sort())
  })
})

describe('the console in a browser', () => {
  browserTest('shows a request as it arrives, with its masked answer inside', async () => {
    const { emulator, page } = await openConsole()
    const { access_token } = await post(emulator, STABLE, ACCOUNT)
    const { code } = emulator.createPhoneCode()
    await post(emulator, `${PHONE}?access_token=${String(access_token)}`, { code })
    const row = page.locator('#requests > li').first()
    await eventually(() => row.innerText()).toMatch(/POST\s+\/wxa\/business\/getuserphonenumber\s+200/)
    await row.locator('summary').click()
    await eventually(() => row.locator('dl').innerText()).toContain('"phoneNumber": "138****8000"')
    const content = await page.content()
    for (const secret of [code, String(access_token), SANDBOX_APP_SECRET, '13800138000'])
      expect(content).not.toContain(secret)
  })

  browserTest('creates a code that works, shows it once and lists it with its remaining time', async () => {
    const { emulator, page, text } = await openConsole()
    await page.click('#make-phone-code')
    await eventually(() => text('#made-code-text')).toMatch(/^[\da-f]{64}$/)
    const code = await text('#made-code-text')
    await page.click('#copy-code')
    await eventually(() => page.evaluate('navigator.clipboard.readText()')).toBe(code)
    await eventually(() => text('#codes')).toMatch(/phone\s+[\da-f]{6}…\s+138\*{4}8000\s+(5:00|4:5\d)/)
    const { access_token } = await post(emulator, STABLE, ACCOUNT)
    await post(emulator, `${PHONE}?access_token=${String(access_token)}`, { code })
    await eventually(() => text('#codes')).toContain('used')
    await page.click('#make-login-code')
    await eventually(() => text('#made-code-text')).toMatch(/^0\w{31}$/)
  })

  browserTest('lists tokens with their remaining time and revokes one or all', async () => {
    const { emulator, page, text } = await openConsole()
    const alive = () => emulator.state().tokens.flatMap(({ kind, isValid }) => (isValid ? [kind] : []))
    await fetch(`${emulator.url}${TOKEN}?${new URLSearchParams(ACCOUNT).toString()}`)
    await post(emulator, STABLE, ACCOUNT)
    await eventually(() => text('#tokens li:first-child')).toMatch(/stable\s+\S+\s+(2:00:00|1:59:\d\d)\s+Revoke/)
    await page.click('#tokens li:first-child button')
    await eventually(() => text('#tokens li:first-child')).toContain('ended')
    expect(alive()).toEqual(['classic'])
    await post(emulator, STABLE, ACCOUNT)
    await page.click('#revoke-all')
    await eventually(alive).toEqual([])
  })

  browserTest('advances the clock, and codes expire', async () => {
    const { emulator, page, text } = await openConsole()
    emulator.createPhoneCode()
    await page.click('[data-advance="300000"]')
    await eventually(() => text('#clock-offset')).toBe('+5:00')
    await eventually(() => text('#codes')).toContain('expired')
  })

  browserTest('can arm every fault on offer', async () => {
    const { emulator, page, text } = await openConsole()
    const count = await page.locator('#fault-kinds option').count()
    for (let index = 0; index < count; index += 1) {
      await page.selectOption('#fault-kinds', { index })
      await page.click('#fault-form button')
      await eventually(() => emulator.state().faults.length).toBe(index + 1)
    }
    await eventually(() => text('#faults')).toMatch(/errcode 45009\s+\/wxa\/business\/getuserphonenumber\s+× 1/)
    expect(await text('#faults')).toMatch(/status 502 after[^]*reset after[^]*reset before/)
    await page.click('#clear-faults')
    await eventually(() => emulator.state().faults).toEqual([])
  })

  browserTest('shows the weather and changes it', async () => {
    const { emulator, page, text } = await openConsole()
    await page.selectOption('#weather', 'outage')
    await eventually(() => emulator.state().weather.name).toBe('outage')
    await eventually(() => text('#weather-paths')).toMatch(/\*\s+p50 800 ms, p99 9000 ms · 30 % errcode -1/)
    emulator.setWeather({ '*': { latency: { p50: 1, p99: 2 } } })
    await eventually(() => page.locator('#weather').inputValue()).toBe('custom')
  })

  browserTest('changes the test user and shows why a change is refused', async () => {
    const { emulator, page, problems, text } = await openConsole()
    await page.fill('[name=phoneNumber]', '51234567')
    await page.fill('[name=countryCode]', '852')
    await page.click('#user-form button')
    await eventually(() => text('.person')).toMatch(/\+85\*{4}4567\s*\+852/)
    await page.fill('[name=phoneNumber]', 'abc')
    await page.click('#user-form button')
    await eventually(() => text('#toast')).toContain('send phoneNumber as')
    expect(emulator.state().testUser.countryCode).toBe('852')
    expect(problems.splice(0)).toEqual([expect.stringContaining('400')])
  })

  browserTest('switches what an account may do', async () => {
    const { emulator, page } = await openConsole()
    await page.getByLabel('Phone number permission').uncheck()
    await page.getByLabel('AppSecret frozen').check()
    await page.getByLabel('IP allow-list').check()
    const changed = { phoneNumberPermission: false, secretFrozen: true, ipAllowList: [] }
    await eventually(() => emulator.state().accounts).toMatchObject([changed])
  })

  browserTest('asks before a reset', async () => {
    const { emulator, page } = await openConsole()
    emulator.createPhoneCode()
    await page.click('#reset')
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(emulator.state().phoneCodes).toHaveLength(1)
    await page.click('#reset')
    await page.locator('#reset-dialog').getByRole('button', { name: 'Reset' }).click()
    await eventually(() => emulator.state().phoneCodes).toEqual([])
    await page.locator('#no-codes').waitFor()
  })
})

describe('preferences and layout of the console', () => {
  browserTest('the language follows the system until another is chosen, which is remembered', async () => {
    const { emulator } = await openConsole()
    const page = await openPage(emulator, 'zh-CN')
    const title = () => page.locator('#requests-title').innerText()
    expect([await title(), await page.getAttribute('html', 'lang')]).toEqual(['请求', 'zh-CN'])
    await page.click('#language')
    expect([await title(), await page.getAttribute('html', 'lang')]).toEqual(['Requests', 'en'])
    await page.reload()
    expect(await title()).toBe('Requests')
  })

  browserTest(
    'the page loses its connection with the emulator and reconnects',
    async () => {
      const emulator = await startEmulator()
      const page = await openPage(emulator, 'en-US')
      const live = () => page.locator('#live').innerText()
      await eventually(live).toBe('live')
      await emulator.close()
      await eventually(live).toBe('connecting…')
      const again = await startEmulator({ port: emulator.port })
      onTestFinished(() => again.close())
      await eventually(live).toBe('live')
    },
    15_000,
  )

  browserTest.each([
    ['light', 1280],
    ['light', 360],
    ['dark', 1280],
    ['dark', 360],
  ] as const)(
    '%s theme at %d px: everything is readable, named and no wider than the window',
    async (colorScheme, width) => {
      const { emulator, page } = await openConsole()
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      expect(await isWide(page)).toBe(false)
      for (const fault of [{ errcode: -1 }, { status: 502 }, { reset: 'after' } as const, { hang: true } as const]) {
        emulator.addFault({ path: PHONE, fault })
        void fetch(emulator.url + PHONE).catch(() => undefined)
      }
      emulator.addFault({ path: `/${'long/'.repeat(40)}`, fault: { hang: true } })
      await page.click('#make-phone-code')
      await eventually(() => page.locator('#requests > li').count()).toBe(4)
      for (const summary of await page.locator('summary').all()) await summary.click()
      expect(await readLowContrast(page)).toEqual([])
      expect(await isWide(page)).toBe(false)
      for (const control of await page.locator('input:visible, select:visible, button:visible').all())
        expect((await control.ariaSnapshot()).split('\n')[0]).toMatch(/"[^"]+"/)
    },
  )
})
