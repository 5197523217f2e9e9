import { readFileSync } from 'node:fs'
import { ERROR_CODES } from '@uni-phone/contract'
import { createPrometheusMetrics } from '@uni-phone/server/metrics'
import { expect, test } from 'vitest'

const RUNBOOK = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8')
const ALERTS = [...RUNBOOK.matchAll(/^### \d\. .+\n\n```promql\n([^`]+)```\n([^#]+)/gm)]

/** Label values that the server gives: codes of the contract and, for tokens and limits, what the client and the guards say. */
const LABELS: Record<string, readonly string[]> = {
  outcome: ['ok', ...Object.keys(ERROR_CODES)],
  result: ['ok', 'misconfigured', 'unavailable', 'outcome_unknown', 'code_rejected', 'rate_limited', 'quota_exhausted'],
  cause: ['first', 'renewal', 'rejected', 'forced'],
  limit: ['address', 'address_storage', 'concurrency', 'refusals', 'storage'],
  failure: ['connection', 'timeout', 'reply'],
}

/** What is named, as /metrics lists it: a histogram by its own name. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/\b((?:uni_phone|process|nodejs)_[a-z0-9_]+)/g)].map(([, name = '']) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  )

test('every metric the runbook names exists, and every one of ours is in it', async () => {
  const text = await createPrometheusMetrics({
    redisIsReady: () => true,
    storeUsage: () => ({ bytes: 0, maxBytes: 1 }),
  }).toText()
  const known = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
  expect(namesIn(RUNBOOK).filter((name) => !known.includes(name))).toEqual([])
  const named = namesIn(RUNBOOK)
  expect(known.filter((name) => name?.startsWith('uni_phone_') && !named.includes(name))).toEqual([])
})

test('every label value the runbook names is one that is given', () => {
  const used = [...RUNBOOK.matchAll(/(\w+)=~?"([^"]+)"/g)].flatMap(([, label = '', values = '']) =>
    values.split('|').map((value) => ({ label, value })),
  )
  expect(used.length).toBeGreaterThan(5)
  expect(used.filter(({ label, value }) => LABELS[label]?.includes(value) !== true)).toEqual([])
})

test('each of the seven alerts says what users see, what to look at, and what to do', () => {
  expect(ALERTS).toHaveLength(7)
  for (const [, , text = ''] of ALERTS) expect(text).toMatch(/\*\*Users see\*\*[^]+\*\*Look at\*\*[^]+\*\*Do\*\*/)
})
