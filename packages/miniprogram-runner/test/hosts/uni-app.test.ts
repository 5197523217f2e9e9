import { describe, expect, onTestFinished, test } from 'vitest'
import { compileMiniProgram, runInNode, type MiniProgram, type RunOptions } from '../../src/index'
import { startServer, type TestServer } from '../support/server'
import { buildUniFixture } from '../support/uni-fixture'

const program = compileMiniProgram(await buildUniFixture())

const allow = (): object => ({ code: 'good-code', errMsg: 'getPhoneNumber:ok' })

async function setup(
  options: RunOptions = {},
  start = startServer(),
): Promise<{ mp: MiniProgram; server: TestServer }> {
  const server = await start
  const mp = await runInNode(program, { openType: () => ({ ...allow() }), ...options })
  onTestFinished(async () => {
    await mp.close()
    await server.close()
  })
  mp.launch(`pages/index/index?base=${encodeURIComponent(server.url)}`)
  return { mp, server }
}

describe('a compiled uni-app page in Node', () => {
  test('a production build has no diagnostics', () => {
    expect(program.diagnostics).toEqual([])
  })

  test('a tap on the native button brings the number', async () => {
    const { mp, server } = await setup()
    expect(mp.text()).toContain('Tap the button')
    mp.tap('.allow')
    await mp.until(() => mp.$('.phone'))
    expect(mp.text('.phone')).toBe('Phone: 138****8000')
    expect(server.seen).toMatchObject([{ method: 'POST', url: '/api/phone', body: '{"code":"good-code","note":""}' }])
    expect(mp.$$('.step--done')).toHaveLength(3)
    expect(mp.problems()).toEqual([])
  })

  test('the button is disabled while the request runs', async () => {
    const { mp } = await setup()
    mp.tap('.allow')
    await mp.until(() => mp.$('.busy'))
    expect(mp.$('.allow')?.property('disabled')).toBe(true)
  })

  test('a disabled button ignores taps', async () => {
    let asked = 0
    const { mp, server } = await setup({
      openType: () => {
        asked += 1
        return { ...allow() }
      },
    })
    mp.tap('.allow')
    await mp.until(() => mp.$('.busy'))
    mp.tap('.allow')
    mp.tap('.allow')
    await mp.until(() => mp.$('.phone'))
    expect(asked).toBe(1)
    expect(server.seen).toHaveLength(1)
  })

  test.each(['getPhoneNumber:fail user deny', 'getPhoneNumber:fail:user deny'])(
    'a refusal (%s) sends nothing',
    async (errMsg) => {
      const { mp, server } = await setup({ openType: () => ({ errMsg }) })
      mp.tap('.allow')
      await mp.until(() => mp.$('.error'))
      expect(mp.text('.error')).toBe(`Refused: ${errMsg}`)
      expect(server.seen).toEqual([])
      expect(mp.requests).toEqual([])
    },
  )

  test('wx.request succeeds with an error status', async () => {
    const { mp } = await setup({ openType: () => ({ code: 'bad-code', errMsg: 'getPhoneNumber:ok' }) })
    mp.tap('.allow')
    await mp.until(() => mp.$('.error'))
    expect(mp.text('.error')).toBe('HTTP 422')
    expect(mp.requests[0]?.result).toMatchObject({ statusCode: 422, data: { error: 'bad code' }, errMsg: 'request:ok' })
  })

  test('wx.request fails if the server is gone', async () => {
    const { mp, server } = await setup()
    await server.close()
    mp.tap('.allow')
    await mp.until(() => mp.$('.error'))
    expect(mp.text('.error')).toBe('request:fail -102:net::ERR_CONNECTION_REFUSED')
  })

  test('uni.request can be awaited', async () => {
    const { mp, server } = await setup()
    mp.tap('.promise')
    await mp.until(() => mp.$('.phone'))
    expect(server.seen[0]?.body).toBe('{"code":"good-code"}')
  })

  test('a child gets props and a slot, and sends an event to the page', async () => {
    const { mp } = await setup()
    expect(mp.$$('.step').map(({ text }) => text)).toEqual(['1Read', '2Share', '3Done'])
    mp.tap(mp.$$('.step')[1] ?? '.step')
    await mp.until(() => mp.$('.mark'))
    expect(mp.$$('.step').map(({ text }) => text)).toEqual(['1Read', '2Sharepicked', '3Done'])
  })

  test('v-model takes typed text', async () => {
    const { mp, server } = await setup()
    mp.input('.note', 'from Node')
    mp.tap('.allow')
    await mp.until(() => mp.$('.phone'))
    expect(server.seen[0]?.body).toBe('{"code":"good-code","note":"from Node"}')
  })

  test('v-show and inline styles are applied', async () => {
    const { mp } = await setup()
    expect(mp.$('.hint')?.isHidden).toBe(false)
    mp.tap('.allow')
    await mp.until(() => mp.$('.phone'))
    expect(mp.$('.hint')?.isHidden).toBe(true)
    expect(mp.text()).not.toContain('Nothing is sent')
    expect(mp.$('.phone')?.style.replace(/\s/g, '')).toBe('color:#07843f;font-size:15px')
  })

  test('a second page opens with its query, and the first is unchanged on return', async () => {
    const { mp } = await setup()
    mp.tap('.allow')
    await mp.until(() => mp.$('.phone'))
    mp.tap('.link')
    await mp.until(() => mp.page.route === 'pages/detail/detail')
    expect(mp.text()).toBe('Detail of 138****8000')
    mp.back()
    expect(mp.text('.phone')).toBe('Phone: 138****8000')
    expect(mp.problems()).toEqual([])
  })

  test('setDataCalls records size, keys and data', async () => {
    const { mp } = await setup()
    const before = mp.setDataCalls.length
    mp.tap('.allow')
    await mp.until(() => mp.$('.busy'))
    const [call] = mp.setDataCalls.slice(before)
    expect(call?.component).toBe('pages/index/index')
    expect(call?.keys).toEqual(Object.keys(call?.data ?? {}))
    expect(call?.bytes).toBe(Buffer.byteLength(JSON.stringify(call?.data)))
  })

  test('onLaunch gets the scene, and storage shows what it stored', async () => {
    const { mp } = await setup({ launch: { scene: 1047 } })
    expect(mp.storage).toMatchObject({ scene: 1047 })
  })

  test('two mini programs run side by side', async () => {
    const [first, second] = [await setup(), await setup()]
    first.mp.tap('.allow')
    await first.mp.until(() => first.mp.$('.phone'))
    expect(second.mp.$('.phone')).toBeUndefined()
    expect(globalThis).not.toHaveProperty('document')
  })

  test('preloadAssets, by which uni-app loads a picture from DCloud, is missing', async () => {
    const { mp } = await setup()
    expect([...mp.missingApis]).toEqual(['preloadAssets'])
  })
})
