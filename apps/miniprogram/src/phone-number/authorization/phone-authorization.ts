import { shallowRef, type ShallowRef } from 'vue'
import { createExchangeWithRetry, type KeyedRequest } from '../api/exchange-with-retry'
import { createIdempotencyKey } from '../api/idempotency-key'
import type { ExchangePhoneNumber, PhoneNumberRequest } from '../api/phone-number-api'
import { type Clock, systemClock } from '../clock'
import type { LoginCode } from '../wechat/login-code'
import { type Network, systemNetwork } from '../wechat/network'
import { classifyPhoneNumberEvent, type PhoneNumberEvent, type PhoneNumberGrant } from '../wechat/phone-number-event'
import { eventFailure, EXPIRED, type Failure, requestFailure } from './outcome'
import { createPendingRequest } from './pending-request'
import { type AuthorizationState, toDoneState, toFailedState } from './state'

export interface PhoneAuthorization {
  readonly state: Readonly<ShallowRef<AuthorizationState>>
  /** Fetches a login code ahead of the tap. Call it when the page with the button is shown. */
  readonly prepare: () => void
  /** Stops refreshing the login code. Call it when the page is hidden and when the button is tapped. */
  readonly pause: () => void
  /** Handles the button's event: `@answer="authorize"`. */
  readonly authorize: (event: PhoneNumberEvent) => Promise<void>
  /** Sends a request that failed with a retryable error again. It keeps its key, so the server processes it once. */
  readonly retry: () => Promise<void>
}

interface PhoneAuthorizationOptions {
  readonly exchange: ExchangePhoneNumber
  readonly loginCode: LoginCode
  /** False in a build without an API address; the state is then `not_configured`. */
  readonly configured?: boolean
  readonly clock?: Clock
  readonly network?: Network
}

/** Owns the state of the authorization. The state is always replaced as a whole, so that a step costs one `setData`. */
export function createPhoneAuthorization(options: PhoneAuthorizationOptions): PhoneAuthorization {
  const { exchange, loginCode, configured = true, clock = systemClock, network = systemNetwork } = options
  const state = shallowRef<AuthorizationState>({ step: configured ? 'idle' : 'not_configured' })
  const exchangeWithRetry = createExchangeWithRetry({ exchange, clock, network })
  const pending = createPendingRequest(clock, expire)

  function canRetry(): boolean {
    return pending.get() !== undefined
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
    // before anything is awaited: a second tap would be billed again
    state.value = { step: 'exchanging' }
    pending.clear()
    const request = toRequest(grant, await loginCode.consume())
    if (request === undefined) state.value = toFailedState(eventFailure('wechat_too_old'), false)
    else await send({ key: createIdempotencyKey(), request })
  }

  async function retry(): Promise<void> {
    const request = pending.get()
    if (state.value.step === 'exchanging' || request === undefined) return
    state.value = { step: 'exchanging' }
    await send(request)
  }

  async function send(request: KeyedRequest): Promise<void> {
    pending.set(request)
    try {
      const response = await exchangeWithRetry(request, (waiting) => {
        state.value = { step: 'exchanging', waiting }
      })
      pending.clear()
      state.value = toDoneState(response)
    } catch (error) {
      fail(requestFailure(error, request.request))
    }
  }

  function fail(failure: Failure): void {
    if (failure.next !== 'retry') pending.clear()
    // a retry is pointless once the server has forgotten the key
    state.value = toFailedState(failure.next === 'retry' && !canRetry() ? EXPIRED : failure, canRetry())
  }

  return { state, prepare: loginCode.prepare, pause: loginCode.pause, authorize, retry }
}

/** Encrypted data is useless without a login code; a phone code is not. */
function toRequest(grant: PhoneNumberGrant, loginCode: string | undefined): PhoneNumberRequest | undefined {
  if (loginCode !== undefined) return { ...grant, loginCode }
  return 'code' in grant ? grant : undefined
}
