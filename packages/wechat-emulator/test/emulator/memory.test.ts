import { execFile } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { PHONE, setup } from '../support/setup'

const PROBE = fileURLToPath(new URL('../support/memory-probe.ts', import.meta.url))
const LONG = '号'.repeat(128)
const HOUR = 3_600_000

describe('memory', () => {
  test('stays within 90 MB when every store is filled with the largest values', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', PROBE])
    expect(Number(stdout)).toBeLessThan(90)
  })

  test('is bounded by bytes: long values push the oldest codes out earlier, which is logged once', async () => {
    const { emulator, exchange, lines } = setup()
    const oldest = emulator.createPhoneCode()
    for (let made = 0; made < 40_000; made += 1) emulator.createPhoneCode({ openid: LONG, appid: LONG })
    expect((await exchange(oldest.code)).errcode).toBe(40029)
    expect(lines).toEqual([expect.stringContaining('oldest were dropped')])
  })

  test('holds 16 MB of fault bodies, and no more', () => {
    const { emulator } = setup()
    const body = 'x'.repeat(900_000)
    const arm = () => emulator.addFault({ path: PHONE, fault: { body } })
    for (let armed = 0; armed < 18; armed += 1) arm()
    expect(arm).toThrow('clear them first')
    emulator.clearFaults()
    expect(arm()).toHaveProperty('id')
  })

  test('is not kept for a client of the event stream that does not read: it is disconnected', async () => {
    const { emulator } = setup()
    const { body } = await emulator.fetch(new Request('http://127.0.0.1:8788/_emulator/events'))
    for (let sent = 0; sent < 10_000; sent += 1) emulator.reset()
    let bytes = 0
    for await (const chunk of body as ReadableStream<Uint8Array>) bytes += chunk.length
    expect(bytes).toBeGreaterThan(1_000_000)
    expect(bytes).toBeLessThan(5_000_000)
  })

  test('is given back: codes are forgotten an hour after they expired', () => {
    const { emulator } = setup()
    for (let made = 0; made < 90; made += 1) emulator.createPhoneCode()
    emulator.advance(2 * HOUR)
    emulator.createPhoneCode()
    expect(emulator.state().phoneCodes).toHaveLength(1)
  })
})
