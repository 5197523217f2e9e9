import { type CompiledMiniProgram, type MiniProgram, runInNode } from '@uni-phone/miniprogram-runner'
import { buildMiniProgram } from '@uni-phone/test-support/mini-program'
import { MASKED_NUMBER } from '@uni-phone/test-support/product'
import { freePort, PHONE, problem, sendJson, startStubServer } from '@uni-phone/test-support/services'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Person, startWorld } from './people'

const SESSION_PATH = '/sns/jscode2session'
const port = await freePort()
let program: CompiledMiniProgram

beforeAll(async () => {
  program = await buildMiniProgram('production', port)
})

/** Someone who has an account, and lost the token of it. */
async function openWorld() {
  const world = await startWorld({ program, port, timeoutMs: 300 })
  const ana = world.person('ana')
  await ana.open()
  await ana.signIn()
  await ana.forget()
  return { ...world, ana }
}

/** The mini program works for a guest: home, the agreements, the sign-in page and the way back. */
async function browse({ phone, see, tap }: Person): Promise<void> {
  await tap('.sign-in-link')
  await see('.agree-first-button')
  await tap('.terms-link')
  await phone.until(() => phone.page.route === 'agreement/terms')
  phone.back()
  await tap('.skip-button')
  await phone.until(() => phone.page.route === 'pages/index/index')
  expect(phone.problems()).toEqual([])
}

/** Comes back to the app, and is signed in without a phone code. */
async function isKnownAgain({ phone, text }: Person): Promise<void> {
  phone.hide()
  phone.show()
  expect(await text('.account')).toContain('已登录')
}

describe('while silent sign-in is impossible', () => {
  test('because WeChat is away, the app stays usable as a guest, and knows the user later', async () => {
    await using world = await openWorld()
    const { ana } = world
    world.emulator.addFault({ path: SESSION_PATH, times: 1000, fault: { status: 502 } })
    await ana.open()
    expect(await ana.isKnown()).toBe(false)
    await browse(ana)
    world.emulator.clearFaults()
    await isKnownAgain(ana)
    expect(world.spent().phoneCodes).toBe(1)
  })

  test('because the database is locked, the same', async () => {
    await using world = await openWorld()
    const { ana } = world
    const unlock = world.accounts.lock()
    await ana.open()
    expect(await ana.isKnown()).toBe(false)
    await browse(ana)
    unlock()
    await isKnownAgain(ana)
    expect(world.spent().phoneCodes).toBe(1)
  })

  test('because there is no network, a signed-in user stays one, and reads so', async () => {
    await using world = await openWorld()
    const { ana } = world
    await ana.open()
    expect(await ana.isKnown()).toBe(true)
    const token = ana.token()
    await ana.open('pages/mine/mine', false)
    expect(await ana.text('.account-stale')).toContain('显示的是上次的登录状态')
    expect(ana.token()).toBe(token)
  })
})

/** A server that answers requests about the session so, and every exchange with a number. */
async function openAgainst(answer: (method: string) => [status: number, body: unknown], storage = {}) {
  const server = await startStubServer((response, { method, url }) => {
    const [status, body] = url === '/api/v1/phone-number' ? [200, { ...PHONE, data: { token: 5 } }] : answer(method)
    sendJson(response, status, body)
  })
  const own = await buildMiniProgram('production', Number(new URL(server.url).port))
  const phone: MiniProgram = await runInNode(own, {
    storage,
    openType: () => ({ errMsg: 'getPhoneNumber:ok', code: 'phone-code' }),
  })
  return {
    phone,
    asked: () => server.seen.map(({ method }) => method),
    async [Symbol.asyncDispose]() {
      await phone.close()
      await server.close()
    },
  }
}

test.each(['<html>', 'null', '{}', '{"token":""}', '{"token":5}'])(
  'an answer %s to the login code makes a guest, who can confirm a number all the same',
  async (body) => {
    await using t = await openAgainst(() => [200, body])
    t.phone.launch('pages/phone/phone')
    t.phone.tap('.agreement')
    t.phone.tap(await t.phone.until(() => t.phone.$('.phone-button')))
    expect(await t.phone.until(() => t.phone.$('.phone-result')?.text)).toBe(MASKED_NUMBER)
    expect(t.phone.text('.name')).toBe('手机号已确认')
    expect(t.phone.storage.session).toBeUndefined()
    expect(t.phone.problems()).toEqual([])
  },
)

test('never loops against a server that gives tokens and refuses them', async () => {
  const refused = problem('signed_out', 401, false)
  await using t = await openAgainst(
    (method) => (method === 'POST' ? [200, { token: 'token', expiresAt: '' }] : [401, refused]),
    {
      session: 'token-of-before',
    },
  )
  t.phone.launch('pages/mine/mine')
  await t.phone.until(() => t.phone.$('.close-row'))
  expect(t.asked()).toEqual(['GET', 'POST'])
  t.phone.tap('.everywhere-row')
  t.phone.tap(await t.phone.until(() => t.phone.$('.confirm-button')))
  expect(await t.phone.until(() => t.phone.$('.mine-problem')?.text)).toContain('登录已失效')
  await t.phone.until(() => t.phone.$('.sign-in-link'))
  expect(t.asked()).toEqual(['GET', 'POST', 'DELETE', 'POST', 'DELETE'])
})
