import { createRateLimit } from '@uni-phone/server'
import { describe, expect, test } from 'vitest'
import { PHONE_PATH, setup } from './setup'

type Headers = Record<string, string>

/** Two requests of one limit each: the second is refused if both count as one client. */
async function areOneClient(first: Headers, second: Headers, trustProxy: number | string[] = 1): Promise<boolean> {
  await using t = await setup({ rateLimit: createRateLimit({ perMinute: 1 }), trustProxy })
  expect((await t.post({ code: t.newCode() }, first)).status).toBe(200)
  return (await t.post({ code: t.newCode() }, second)).status === 429
}

const xff = (value: string): Headers => ({ 'x-forwarded-for': value })
const forwarded = (value: string): Headers => ({ forwarded: value })

describe('one client', () => {
  test.each<[string, Headers, Headers]>([
    ['from another port', xff('198.51.100.9:4001'), xff('198.51.100.9:4002')],
    ['from another port of IPv6', xff('[2001:db8::1]:4001'), xff('[2001:db8::1]:4002')],
    ['as IPv4 inside IPv6', xff('::ffff:198.51.100.9'), xff('198.51.100.9')],
    ['as IPv4 inside IPv6 in hex', xff('::ffff:c633:6409'), xff('198.51.100.9')],
    ['in another spelling of IPv6', xff('2001:DB8:0:0::1'), xff('2001:db8::1')],
    ['in another zone', xff('fe80::1%eth0'), xff('fe80::1%eth1')],
    ['elsewhere in the same /56', xff('2001:db8:1:200::1'), xff('2001:db8:1:2ff:ffff::9')],
    ['by the other header', xff('198.51.100.9'), forwarded('for=198.51.100.9')],
    ['by both headers', xff('198.51.100.9'), { ...xff('198.51.100.9'), ...forwarded('for=198.51.100.9') }],
    ['with a port in Forwarded', forwarded('for="198.51.100.9:80"'), forwarded('for="198.51.100.9:81"')],
    ['with other parameters', forwarded('proto=https;for=198.51.100.9'), forwarded('For=198.51.100.9;by=203.0.113.1')],
    ['with IPv6 in Forwarded', forwarded('for="[2001:db8::1]:80"'), xff('2001:db8::1')],
    ['behind a forged entry', xff('203.0.113.5, 198.51.100.9'), xff('203.0.113.6, 198.51.100.9')],
    ['behind a forged element', forwarded('for=203.0.113.5, for=198.51.100.9'), forwarded('for=198.51.100.9')],
    ['that the proxy does not name', xff('unknown'), xff('not an address')],
    ['that hides behind old spellings', xff('1'), xff('0x7f.1')],
    [
      'that adds a header of its own',
      { ...xff('198.51.100.1'), ...forwarded('for=198.51.100.9') },
      { ...xff('198.51.100.2'), ...forwarded('for=198.51.100.9') },
    ],
  ])('%s has one limit', async (_, first, second) => {
    expect(await areOneClient(first, second)).toBe(true)
  })
})

describe('two clients', () => {
  test.each<[string, Headers, Headers]>([
    ['of IPv4', xff('198.51.100.9'), xff('198.51.100.8')],
    ['of two networks of IPv6', xff('2001:db8:1:200::1'), xff('2001:db8:1:300::1')],
    ['of Forwarded', forwarded('for=198.51.100.9'), forwarded('for=198.51.100.8')],
  ])('%s have a limit each', async (_, first, second) => {
    expect(await areOneClient(first, second)).toBe(false)
  })

  test('behind two trusted proxies are told apart', async () => {
    const [one, two] = [xff('198.51.100.9, 10.0.0.1:1234'), xff('198.51.100.8, 10.0.0.1:1235')]
    expect(await areOneClient(one, two, ['127.0.0.1', '10.0.0.0/8'])).toBe(false)
    expect(await areOneClient(one, two, ['127.0.0.1'])).toBe(true)
  })
})

describe('refused codes', () => {
  test('an address with too many waits before they cost more of the quota, and others go on', async () => {
    await using t = await setup({ refusalLimit: createRateLimit({ perMinute: 2 }), trustProxy: 1 })
    const [guesser, other] = [xff('198.51.100.9'), xff('198.51.100.8')]
    for (const code of ['guess-1', 'guess-2']) expect((await t.post({ code }, guesser)).body.code).toBe('code_rejected')
    const refused = await t.post({ code: t.newCode() }, guesser)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', retryable: true } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(t.calls(PHONE_PATH)).toBe(2)
    expect((await t.post({ code: t.newCode() }, other)).status).toBe(200)
  })

  test('codes that WeChat accepts never count, nor does a replay of a refusal', async () => {
    await using t = await setup({ refusalLimit: createRateLimit({ perMinute: 2 }) })
    for (const code of [t.newCode(), t.newCode(), t.newCode()]) expect((await t.post({ code })).status).toBe(200)
    const once = { 'idempotency-key': 'k-1' }
    for (const code of ['guess', 'guess', 'guess'])
      expect((await t.post({ code }, once)).body.code).toBe('code_rejected')
    expect((await t.post({ code: t.newCode() })).status).toBe(200)
  })
})
