import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface Answer {
  status?: number
  headers?: Record<string, string>
  body: unknown
}

interface Seen {
  method: string | undefined
  url: string | undefined
  headers: http.IncomingHttpHeaders
  body: unknown
}

export const PHONE = {
  phoneNumber: '13800138000',
  purePhoneNumber: '13800138000',
  countryCode: '86',
  authorizedAt: '2026-11-22T06:00:00.000Z',
}

export function problem(code: string, status: number, retryable: boolean) {
  return { type: 'about:blank', title: code, status, detail: code, code, retryable, requestId: 'request-1' }
}

/** Starts a server on a free port that gives these answers in turn and repeats the last one. Stops with the test. */
export async function startApi(...answers: Answer[]) {
  const seen: Seen[] = []
  const server = http.createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      const answer = answers[Math.min(seen.length, answers.length - 1)] ?? { status: 404, body: '' }
      seen.push({ method, url, headers, body: text === '' ? undefined : JSON.parse(text) })
      response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers })
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>(
      (resolve) =>
        void server.close(() => {
          resolve()
        }),
    )
  onTestFinished(close)
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close }
}
