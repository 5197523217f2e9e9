import {
  ACCOUNT_PATH,
  ERROR_CODES,
  type ErrorCode,
  PHONE_NUMBER_PATH,
  SANDBOX_LOGIN_CODES_PATH,
  SANDBOX_PHONE_CODES_PATH,
  SANDBOX_TEST_USER_PATH,
  SESSION_PATH,
  SESSIONS_PATH,
} from '@uni-phone/contract'
import type { ServerResponse } from 'node:http'
import { PHONE, problem } from './scripted-api'
import { sendJson, startStubServer } from './stub-server'

const MASKED = { ...PHONE, phoneNumber: '138****8000', purePhoneNumber: '138****8000' }
const EXPIRES_AT = '2026-12-22T06:00:00.000Z'
const TOKEN = { token: 'token-of-the-stub-api', expiresAt: EXPIRES_AT }
const SESSION = { expiresAt: EXPIRES_AT, account: { id: 'account', countryCode: '86', endsIn: '8000' } }

/** The answer to every exchange: a number, an error, none at all, or an error that is retried. */
export type Mode = ErrorCode | 'ok' | 'never' | 'again'

/** The answer to every request about the session: of a server without accounts, a known user, an error, or none at all. */
export type SessionMode = ErrorCode | 'no accounts' | 'known' | 'never'

function fail(response: ServerResponse, code: ErrorCode, retryAfterSeconds: number): void {
  const { status, retryable } = ERROR_CODES[code]
  sendJson(response, status, problem(code, status, retryable), { 'Retry-After': String(retryAfterSeconds) })
}

/** An API whose answers are set by the test, so that each state of the page stands still for its screenshot. */
export async function startStubApi() {
  let mode: Mode = 'ok'
  let sessionMode: SessionMode = 'no accounts'

  function answerExchange(response: ServerResponse): void {
    const hasAccounts = sessionMode !== 'no accounts'
    if (mode === 'ok') sendJson(response, 200, hasAccounts ? { ...MASKED, data: TOKEN } : MASKED)
    else if (mode !== 'never') fail(response, mode === 'again' ? 'wechat_unavailable' : mode, mode === 'again' ? 9 : 60)
  }

  function answerSession(response: ServerResponse, method: string): void {
    if (sessionMode === 'known' && method === 'DELETE') response.writeHead(204).end()
    else if (sessionMode === 'known') sendJson(response, 200, method === 'GET' ? SESSION : TOKEN)
    else if (sessionMode === 'no accounts') fail(response, 'not_found', 0)
    else if (sessionMode !== 'never') fail(response, sessionMode, 0)
  }

  const { url, close } = await startStubServer((response, request) => {
    if (request.url === SANDBOX_TEST_USER_PATH) sendJson(response, 200, { phoneNumber: MASKED.phoneNumber })
    else if ([SANDBOX_PHONE_CODES_PATH, SANDBOX_LOGIN_CODES_PATH].includes(request.url))
      sendJson(response, 200, { code: 'c', expiresAt: 0 })
    else if ([SESSION_PATH, SESSIONS_PATH, ACCOUNT_PATH].includes(request.url)) answerSession(response, request.method)
    else if (request.url === PHONE_NUMBER_PATH) answerExchange(response)
    else fail(response, 'not_found', 0)
  })
  return {
    url,
    setMode: (next: Mode): void => {
      mode = next
    },
    setSession: (next: SessionMode): void => {
      sessionMode = next
    },
    close,
  }
}
