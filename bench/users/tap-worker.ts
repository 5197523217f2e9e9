/** Many users who tap, each over a connection of their own, and ask again with the same key as the page does. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'

export interface TapLoad {
  readonly codes: readonly string[]
  /** The instances, each asked by its share of the users. */
  readonly urls: readonly string[]
  readonly users: number
}

export interface TapResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** Final results of the taps. */
  readonly ends: Record<string, number>
  /** Every answer on the way there, those that were asked again included. */
  readonly answers: Record<string, number>
}

const MAX_TRIES = 60
const PAUSE_MS = 100

/** The value below which that share of the sorted values lies. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const agent = new Agent()

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}

interface Answer {
  readonly says: string
  readonly again: boolean
}

async function ask(url: string, code: string, key: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  const options = { dispatcher: agent, method: 'POST' as const, headers, body: JSON.stringify({ code }) }
  try {
    const { statusCode, body } = await request(`${url}/api/v1/phone-number`, options)
    const { code: problem, retryable = false } = (await body.json()) as { code?: string; retryable?: boolean }
    return { says: problem ?? String(statusCode), again: retryable }
  } catch {
    return { says: 'no connection', again: true }
  }
}

const [{ codes, urls, users }] = (await once(process, 'message')) as [TapLoad]
const times: number[] = []
const ends: Record<string, number> = {}
const answers: Record<string, number> = {}
let next = 0

/** An instance that does not answer is left for the next one, as a load balancer would. */
async function tap(code: string, home: number): Promise<void> {
  const key = randomUUID()
  const startedAt = performance.now()
  let says = 'given up'
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const answer = await ask(urls[(home + tries) % urls.length] ?? '', code, key)
    count(answers, answer.says)
    if (!answer.again) {
      says = answer.says
      break
    }
    await sleep(PAUSE_MS)
  }
  count(ends, says)
  times.push(performance.now() - startedAt)
}

async function beUser(_: unknown, nth: number): Promise<void> {
  for (let code = codes[next++]; code !== undefined; code = codes[next++]) await tap(code, nth)
}

const startedAt = performance.now()
await Promise.all(Array.from({ length: users }, beUser))
const seconds = (performance.now() - startedAt) / 1000
times.sort((a, b) => a - b)
const result: TapResult = {
  perSecond: codes.length / seconds,
  p50Ms: percentile(times, 0.5),
  p95Ms: percentile(times, 0.95),
  p99Ms: percentile(times, 0.99),
  maxMs: percentile(times, 1),
  ends,
  answers,
}
process.send?.(result)
