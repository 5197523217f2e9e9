import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Weather } from '../../src/index'
import { emptyFolder, launch, run, send } from '../support/command'
import { PHONE, setup, STABLE, TOKEN } from '../support/setup'

const COIN: Weather = { [PHONE]: { faults: [{ probability: 0.5, fault: { errcode: -1 } }] } }

async function errcodes(count: number, options = {}) {
  const { ask } = setup({ weather: COIN, ...options })
  const replies = []
  for (let sent = 0; sent < count; sent += 1) replies.push((await ask(PHONE)).errcode)
  return replies
}

describe('weather', () => {
  test('meets requests by probability, on its path only', async () => {
    const replies = await errcodes(400, { seed: 'one' })
    const busy = replies.filter((errcode) => errcode === -1).length
    expect(busy).toBeGreaterThan(150)
    expect(busy).toBeLessThan(250)
    expect(new Set(replies)).toEqual(new Set([-1, 41001]))
    const { ask } = setup({ weather: COIN })
    for (let sent = 0; sent < 20; sent += 1) expect((await ask(TOKEN)).errcode).toBe(41002)
  })

  test('is the same with the same seed, and does not change the codes of the seed', async () => {
    expect(await errcodes(50, { seed: 'one' })).toEqual(await errcodes(50, { seed: 'one' }))
    expect(await errcodes(50, { seed: 'one' })).not.toEqual(await errcodes(50, { seed: 'two' }))
    const codes = ['calm', 'outage'].map(
      (weather) => setup({ seed: 'one', weather: weather as Weather }).emulator.createPhoneCode().code,
    )
    expect(codes[0]).toBe(codes[1])
  })

  test('leaves armed faults first, and none in calm', async () => {
    const { ask, emulator } = setup({ weather: { '*': { faults: [{ probability: 1, fault: { errcode: -1 } }] } } })
    emulator.addFault({ path: PHONE, fault: { errcode: 45009 } })
    expect([(await ask(PHONE)).errcode, (await ask(PHONE)).errcode]).toEqual([45009, -1])
    expect(emulator.requests().at(-1)).toMatchObject({ fault: 'errcode' })
    emulator.setWeather('calm')
    expect((await ask(PHONE)).errcode).toBe(41001)
  })

  test('answers late, by a log-normal distribution with the given median and 99th percentile', async () => {
    const { emulator, ask } = setup({ weather: { '*': { latency: { p50: 20, p99: 80 } } }, seed: 'late' })
    await Promise.all(Array.from({ length: 1_000 }, () => ask(PHONE)))
    const latencies = emulator.requests().map(({ latencyMs }) => latencyMs)
    const sorted = latencies.sort((a, b) => a - b)
    expect(sorted[500]).toBeGreaterThan(17)
    expect(sorted[500]).toBeLessThan(23)
    expect(sorted[990]).toBeGreaterThan(60)
    expect(sorted[990]).toBeLessThan(110)
  })

  test('delays are cut short when the client aborts', async () => {
    const { emulator } = setup({ weather: { '*': { latency: { p50: 600_000, p99: 600_000 } } } })
    const controller = new AbortController()
    const reply = emulator.fetch(new Request(`https://api.weixin.qq.com${PHONE}`, { signal: controller.signal }))
    controller.abort(new Error('enough'))
    await expect(reply).rejects.toThrow('enough')
  })

  test('is part of a snapshot, with its place in the seed, and of a reset', async () => {
    const [one, two] = [setup({ seed: 'one', weather: COIN }), setup({ seed: 'one' })]
    for (let sent = 0; sent < 10; sent += 1) await one.ask(PHONE)
    two.emulator.restore(
      JSON.parse(JSON.stringify(one.emulator.snapshot())) as ReturnType<typeof one.emulator.snapshot>,
    )
    const next = async ({ ask }: typeof one) => {
      const replies = []
      for (let sent = 0; sent < 30; sent += 1) replies.push((await ask(PHONE)).errcode)
      return replies
    }
    expect(await next(two)).toEqual(await next(one))
    two.emulator.reset()
    expect(two.emulator.state().weather.name).toBe('calm')
  })

  test.each([
    [{ '*': { faults: [{ probability: 1.5, fault: { errcode: -1 } }] } }, 'probability'],
    [{ '*': { faults: [0, 1].map(() => ({ probability: 0.6, fault: { errcode: -1 } })) } }, 'probabilities'],
    [{ '*': { latency: { p50: 9, p99: 1 } } }, 'p99'],
    [{ '*': { faults: [{ probability: 1, fault: { errcode: 0 } }] } }, 'fault'],
    [{ phone: {} }, 'weather'],
    ['stormy', 'weather'],
  ])('%j is refused with advice', (weather, text) => {
    expect(() => setup({ weather: weather as Weather })).toThrow(TypeError)
    expect(() => {
      setup().emulator.setWeather(weather as Weather)
    }).toThrow(text)
  })
})

describe('weather on the command line', () => {
  test('comes from --weather, from the world file and from the control API', async () => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'wechat.world.json'), JSON.stringify({ weather: 'outage' }))
    const nameOf = async (url: string) => {
      const { weather } = (await (await fetch(`${url}/_emulator/state`)).json()) as { weather: { name: string } }
      return weather.name
    }
    const world = await launch(['--port', '0'], { cwd })
    expect(await nameOf(world.url)).toBe('outage')
    const flag = await launch(['--port', '0', '--weather', 'busy-evening'], { cwd })
    expect(await nameOf(flag.url)).toBe('busy-evening')
    const custom = { [STABLE]: { faults: [{ probability: 1, fault: { errcode: 45011 } }] } }
    expect(await send(`${flag.url}/_emulator/weather`, { weather: custom })).toEqual({ ok: true })
    expect(await send(`${flag.url}${STABLE}`, {})).toMatchObject({ errcode: 45011 })
    expect((await run(['--port', '0', '--weather', 'stormy'])).status).toBe(2)
  })
})
