import autocannon, { type Request } from 'autocannon'
import { cpuMsOf } from './process-usage'

const CONNECTIONS = 64

export interface HttpLoad {
  readonly url: string
  readonly path: string
  /** @default POST */
  readonly method?: 'GET' | 'POST'
  /** The process whose CPU time is measured. */
  readonly pid: number | undefined
  /** One request is sent for each body, which is empty for a GET, over 64 connections. */
  readonly bodies: readonly string[]
  readonly headersOf?: (body: string) => Readonly<Record<string, string>>
  /** Part of every right answer. */
  readonly expected: string
}

export interface HttpMeasurement {
  readonly perSecond: number
  /** CPU time of the server for one request. */
  readonly cpuMicrosEach: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Sends each body once and measures throughput, latency and the CPU time of the server. Throws if any answer is wrong. */
export async function measureHttp(load: HttpLoad): Promise<HttpMeasurement> {
  const { url, path, method = 'POST', pid, bodies, headersOf, expected } = load
  let next = 0
  const setupRequest = (request: Request): Request => {
    // autocannon prepares a request for every connection after the last one was sent; it never sends those
    const body = bodies[next++] ?? ''
    const content = method === 'POST' ? { 'content-type': 'application/json' } : {}
    return { ...request, body, headers: { ...content, ...headersOf?.(body) } }
  }
  const [cpuBefore, startedAt] = [cpuMsOf(pid), performance.now()]
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    amount: bodies.length,
    requests: [{ method, path, setupRequest }],
    verifyBody: (body: unknown) => String(body).includes(expected),
  })
  const [cpuMs, seconds] = [cpuMsOf(pid) - cpuBefore, (performance.now() - startedAt) / 1000]
  const { errors, non2xx, mismatches, latency } = result
  if (errors + non2xx + mismatches > 0)
    throw new Error(`wrong answers: ${JSON.stringify({ errors, non2xx, mismatches })}`)
  return {
    perSecond: bodies.length / seconds,
    cpuMicrosEach: (cpuMs * 1000) / bodies.length,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
  }
}
