import { shallowRef, type ShallowRef } from 'vue'
import { type AuthorizationState, toDoneState, toFailedState } from './authorization-state'
import { type Clock, systemClock } from './clock'
import { type Connection, systemConnection } from './connection'
import { createIdempotencyKey } from './idempotency-key'
import type { LoginCode } from './login-code'
import { eventFailure, EXPIRED, type Failure, requestFailure } from './outcome'
import { type Attempt, createPatientExchange } from './patient-exchange'
import type { PhoneNumberApi, PhoneNumberRequest } from './phone-number-api'
import { classifyPhoneNumberEvent, type PhoneNumberEvent, type PhoneNumberGrant } from './phone-number-event'
import { createUnansweredAttempt } from './unanswered-attempt'

export interface PhoneAuthorization {
  state: Readonly<ShallowRef<AuthorizationState>>
  /** Gets ready for a tap; to be called when the page with the button is shown. */
  prepare: () => void
  /** Leaves the login code alone; to be called when the page is hidden, and when the button is tapped. */
  rest: () => void
  /** The button's callback: `@answer="authorize"`. */
  authorize: (event: PhoneNumberEvent) => Promise<void>
  /** Sends a request that failed in a retryable way again, under its own key: the server answers it once. */
  retry: () => Promise<void>
}

export interface PhoneAuthorizationOptions {
  api: PhoneNumberApi
  loginCode: LoginCode
  /** False in a build without an API address: the state is then `not_configured`. */
  configured?: boolean
  createKey?: () => string
  clock?: Clock
  connection?: Connection
}

/** The one place that knows how far the authorization is. The state is replaced as a whole: one `setData` a step. */
export function createPhoneAuthorization(options: PhoneAuthorizationOptions): PhoneAuthorization {
  const { api, loginCode, configured = true, createKey = createIdempotencyKey } = options
  const { clock = systemClock, connection = systemConnection } = options
  const state = shallowRef<AuthorizationState>({ step: configured ? 'idle' : 'not_configured' })
  const exchange = createPatientExchange({ api, clock, connection })
  const unanswered = createUnansweredAttempt(clock, expire)

  function canRetry(): boolean {
    return unanswered.read() !== undefined
  }

  function expire(): void {
    const { value } = state
    if ('canRetry' in value) state.value = toFailedState(value.step === 'refused' ? value.failure : EXPIRED, false)
  }

  async function authorize(event: PhoneNumberEvent): Promise<void> {
    if (state.value.step === 'exchanging') return
    const outcome = classifyPhoneNumberEvent(event)
    if ('grant' in outcome) await begin(outcome.grant)
    else state.value = toFailedState(eventFailure(outcome.failure), canRetry())
    loginCode.prepare()
  }

  async function begin(grant: PhoneNumberGrant): Promise<void> {
    // at once, before anything is awaited: a second tap would be billed again
    state.value = { step: 'exchanging' }
    unanswered.drop()
    const request = toRequest(grant, await loginCode.take())
    if (request === undefined) state.value = toFailedState(eventFailure('wechat_too_old'), false)
    else await send({ key: createKey(), request })
  }

  async function retry(): Promise<void> {
    if (state.value.step === 'exchanging') return
    const attempt = unanswered.read()
    if (attempt === undefined) return
    state.value = { step: 'exchanging' }
    await send(attempt)
  }

  async function send(attempt: Attempt): Promise<void> {
    unanswered.keep(attempt)
    try {
      const response = await exchange(attempt, (waiting) => {
        state.value = { step: 'exchanging', waiting }
      })
      unanswered.drop()
      state.value = toDoneState(response)
    } catch (error) {
      fail(requestFailure(error, attempt.request))
    }
  }

  function fail(failure: Failure): void {
    if (failure.next !== 'retry') unanswered.drop()
    // a key that the server has forgotten meanwhile is worth no retry
    state.value = toFailedState(failure.next === 'retry' && !canRetry() ? EXPIRED : failure, canRetry())
  }

  return { state, prepare: loginCode.prepare, rest: loginCode.rest, authorize, retry }
}

/** The old way needs a login; a code works without. */
function toRequest(grant: PhoneNumberGrant, loginCode: string | undefined): PhoneNumberRequest | undefined {
  if (loginCode !== undefined) return { ...grant, loginCode }
  return 'code' in grant ? grant : undefined
}
