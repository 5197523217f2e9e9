import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ERROR_CODES, type ErrorCode, SANDBOX_PHONE_CODES_PATH, SANDBOX_TEST_USER_PATH } from '@uni-phone/contract'

const PHONE = {
  phoneNumber: '138****8000',
  purePhoneNumber: '138****8000',
  countryCode: '86',
  authorizedAt: '2026-11-22T06:00:00.000Z',
}

export type Mode = ErrorCode | 'ok' | 'never' | 'again'

/** An API that answers as it is told: so every state holds still for its picture. */
export async function startStubApi() {
  let mode: Mode = 'ok'
  const server = createServer((request, response) => {
    if (request.url === SANDBOX_TEST_USER_PATH) reply(response, 200, { phoneNumber: PHONE.phoneNumber })
    else if (request.url === SANDBOX_PHONE_CODES_PATH) reply(response, 200, { code: 'c', expiresAt: 0 })
    else if (mode === 'ok') reply(response, 200, PHONE)
    else if (mode !== 'never') fail(response, mode === 'again' ? 'wechat_unavailable' : mode, mode === 'again' ? 9 : 60)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setMode: (next: Mode): void => {
      mode = next
    },
    close: (): void => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function reply(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

function fail(response: ServerResponse, code: ErrorCode, retryAfterSeconds: number): void {
  const { status, retryable } = ERROR_CODES[code]
  const problem = { type: 'about:blank', title: code, status, detail: code, code, retryable, requestId: 'r' }
  reply(response, status, problem, { 'Retry-After': String(retryAfterSeconds) })
}
