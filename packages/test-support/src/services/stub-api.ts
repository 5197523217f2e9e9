import { ERROR_CODES, type ErrorCode, SANDBOX_PHONE_CODES_PATH, SANDBOX_TEST_USER_PATH } from '@uni-phone/contract'
import type { ServerResponse } from 'node:http'
import { PHONE, problem } from './scripted-api'
import { sendJson, startStubServer } from './stub-server'

const MASKED = { ...PHONE, phoneNumber: '138****8000', purePhoneNumber: '138****8000' }

/** The answer to every exchange: a number, an error, none at all, or an error that is retried. */
export type Mode = ErrorCode | 'ok' | 'never' | 'again'

function fail(response: ServerResponse, code: ErrorCode, retryAfterSeconds: number): void {
  const { status, retryable } = ERROR_CODES[code]
  sendJson(response, status, problem(code, status, retryable), { 'Retry-After': String(retryAfterSeconds) })
}

/** An API whose answer is set by the test, so that each state of the page stands still for its screenshot. */
export async function startStubApi() {
  let mode: Mode = 'ok'
  const { url, close } = await startStubServer((response, request) => {
    if (request.url === SANDBOX_TEST_USER_PATH) sendJson(response, 200, { phoneNumber: MASKED.phoneNumber })
    else if (request.url === SANDBOX_PHONE_CODES_PATH) sendJson(response, 200, { code: 'c', expiresAt: 0 })
    else if (mode === 'ok') sendJson(response, 200, MASKED)
    else if (mode !== 'never') fail(response, mode === 'again' ? 'wechat_unavailable' : mode, mode === 'again' ? 9 : 60)
  })
  return {
    url,
    setMode: (next: Mode): void => {
      mode = next
    },
    close,
  }
}
