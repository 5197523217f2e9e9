import { test } from 'vitest'
import { FULL } from '@uni-phone/test-support/services'
import { describeCalls, WECHAT_PATHS } from '@uni-phone/test-support/product'
import { CLOCK_FAULTS } from './clock-faults'
import { DOOR_FAULTS } from './door-faults'
import { ERRCODE_FAULTS } from './errcode-faults'
import type { FaultRow } from './fault-row'
import { LOGIN_FAULTS } from './login-faults'
import { OLD_WAY_FAULTS } from './old-way-faults'
import { PHONE_FAULTS } from './phone-faults'
import { openProduct, type Product } from './product'
import { SIGN_IN_FAULTS } from './sign-in-faults'
import { TOKEN_FAULTS } from './token-faults'

const ROWS: readonly FaultRow[] = [
  ...PHONE_FAULTS,
  ...TOKEN_FAULTS,
  ...LOGIN_FAULTS,
  ...OLD_WAY_FAULTS,
  ...ERRCODE_FAULTS,
  ...CLOCK_FAULTS,
  ...DOOR_FAULTS,
  ...SIGN_IN_FAULTS,
]

function arm({ emulator, wire }: Product, { call = 'phone', faults = [] }: FaultRow): void {
  const path = WECHAT_PATHS[call]
  for (const fault of faults)
    if ('cut' in fault) wire.cut(path)
    else if ('held' in fault) wire.hold(path)
    else if ('changed' in fault) wire.change(path, fault.changed)
    else emulator.addFault({ path, fault })
}

for (const row of ROWS)
  test.concurrent(row.name, { skip: row.slow === true && !FULL }, async ({ expect }) => {
    const { answer, seen, retry, seenAfter = seen, patient = false } = row
    await using product = await openProduct(row)
    await row.beforeTap?.(product)
    const tap = product.newTap()
    arm(product, row)
    product.keepSession(tap)
    await row.beforeRequest?.(product)
    const start = product.seen()
    const calls = (): string => describeCalls(start, product.seen())
    const first = await (patient ? product.askUntilFinal(tap) : product.ask(tap))
    expect(first.says).toBe(answer)
    await expect.poll(calls).toBe(seen)
    await row.beforeRetry?.(product)
    const second = await (retry === undefined ? product.ask(tap) : product.askUntilFinal(tap))
    expect(second.says).toBe(retry ?? answer)
    expect(calls()).toMatch(typeof seenAfter === 'string' ? new RegExp(`^${seenAfter}$`) : seenAfter)
    if (retry === undefined) expect([second.replayed, second.phoneNumber]).toEqual([true, first.phoneNumber])
    if (second.status === 200) expect(second.phoneNumber).toBe(tap.phoneNumber)
    const codeCalls = row.body === 'encrypted data' ? 'session' : 'phone'
    // with API security the wire sees no code at all
    const legible = row.security === 'configured' ? 0 : product.seen()[codeCalls] - start[codeCalls]
    expect(product.wire.sent(tap.code)).toBe(legible)
    product.emulator.clearFaults()
    await expect.poll(() => product.exchange()).toBe(true)
  })
