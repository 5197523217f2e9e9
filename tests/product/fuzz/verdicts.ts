import { ERROR_CODES } from '@uni-phone/contract'
import { phoneNumberResponseSchema, problemSchema } from '@uni-phone/contract/schemas'
import { type PhoneInfo, WeChatError } from '@uni-phone/wechat'

function problemFaults(response: Response, text: string): string[] {
  const problem = problemSchema.parse(JSON.parse(text))
  const { status, retryable } = ERROR_CODES[problem.code]
  const checks: [string, boolean][] = [
    ['internal', problem.code !== 'internal'],
    ['its traits', problem.status === status && problem.retryable === retryable],
    ['the status', response.status === status],
    ['the content type', response.headers.get('content-type') === 'application/problem+json'],
    ['the request id', response.headers.get('x-request-id') === problem.requestId],
  ]
  return checks.filter(([, holds]) => !holds).map(([what]) => `${problem.code}: ${what} is wrong`)
}

/** What of an answer is not as the contract has it. */
export function answerFaults(response: Response, text: string): string[] {
  try {
    if (response.status >= 400) return problemFaults(response, text)
    return phoneNumberResponseSchema.safeParse(JSON.parse(text)).success ? [] : ['an answer of the wrong shape']
  } catch {
    return ['an answer that is no problem']
  }
}

const CODES = 'code_rejected rate_limited quota_exhausted misconfigured unavailable outcome_unknown'.split(' ')

/** What is wrong with what a client rejected with. */
export function errorFaults(error: unknown): string[] {
  return error instanceof WeChatError && CODES.includes(error.code) ? [] : ['an error that is no WeChatError']
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** What is wrong with a number that a client resolved with. */
export function phoneInfoFaults({ phoneNumber, purePhoneNumber, countryCode, watermark }: PhoneInfo, appId: string) {
  const checks: [string, boolean][] = [
    ['a field that is no text', [phoneNumber, purePhoneNumber, countryCode].every(isText)],
    ['the watermark of another', watermark.appid === appId],
    ['a date that is none', !Number.isNaN(new Date(watermark.timestamp * 1000).getTime())],
  ]
  return checks.filter(([, holds]) => !holds).map(([what]) => what)
}
