import { problem, sendJson, startStubServer } from '@uni-phone/test-support/services'
import { onTestFinished } from 'vitest'

interface Answer {
  readonly status: number
  readonly body?: unknown
}

type Route =
  | 'POST /phone-number'
  | 'POST /session'
  | 'GET /session'
  | 'DELETE /session'
  | 'DELETE /sessions'
  | 'DELETE /account'
  | 'GET /own'

/** Answers by route, in order; the last one is repeated. A route without answers is not found. */
export type SessionAnswers = Partial<Record<Route, readonly Answer[]>>

export const ok = (body?: unknown): Answer => ({ status: body === undefined ? 204 : 200, body })
export const failed = (code: string, status: number, retryable = false): Answer => ({
  status,
  body: problem(code, status, retryable),
})

export const SIGNED_IN = ok({ token: 'token-1', expiresAt: '2026-12-22T06:00:00.000Z' })
export const SESSION = ok({
  expiresAt: '2026-12-22T06:00:00.000Z',
  account: { id: 'a', countryCode: '86', endsIn: '8000' },
})
export const UNKNOWN_USER = failed('phone_number_required', 404)
export const SIGNED_OUT = failed('signed_out', 401)
export const AWAY = failed('accounts_unavailable', 503, true)

/** Starts the part of a server that signs users in. Stops with the test. */
export async function startSessionServer(answers: SessionAnswers) {
  const counts = new Map<string, number>()
  const server = await startStubServer((response, { method, url }) => {
    const route = `${method} ${url.replace('/api/v1', '')}`
    const count = counts.get(route) ?? 0
    counts.set(route, count + 1)
    const script = answers[route as Route] ?? [failed('not_found', 404)]
    const { status, body } = script[Math.min(count, script.length - 1)] ?? AWAY
    sendJson(response, status, body ?? '')
  })
  onTestFinished(() => server.close())
  return { ...server, calls: () => server.seen.map(({ method, url }) => `${method} ${url.replace('/api/v1', '')}`) }
}
