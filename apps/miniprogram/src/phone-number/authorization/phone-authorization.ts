import { shallowRef, type ShallowRef } from 'vue'
import type { PhoneNumberRequest, PhoneNumberResponse } from '../api/api-types'
import { createExchangeWithRetry } from '../api/exchange-with-retry'
import type { HttpClient } from '../api/http-client'
import { createIdempotencyKey, type ExchangePhoneNumber, type KeyedRequest } from '../api/phone-number-api'
import { type Clock, systemClock } from '../clock'
import type { LoginCode } from '../wechat/login-code'
import { createNetwork, type Network } from '../wechat/network'
import { classifyPhoneNumberEvent, type EventOutcome, type PhoneNumberGrant } from '../wechat/phone-number-event'
import { eventFailure, EXPIRED, type Failure, requestFailure } from './outcome'
import { createPendingRequest } from './pending-request'
import { type AuthorizationState, toDoneState, toFailedState } from './state'

export interface PhoneAuthorization {
  readonly state: Readonly<ShallowRef<AuthorizationState>>
  /** Fetches a login code ahead of the tap, and continues an exchange that waits. Call it when the page is shown. */
  readonly prepare: () => void
  /** Stops refreshing the login code. Call it when the page is hidden and when the button is tapped. */
  readonly pause: () => void
  /** Handles the button's event: `@answer="authorize"`. With `isChange` the signed-in user gets another number. */
  readonly authorize: (event: unknown, isChange?: boolean) => Promise<void>
  /**
   * Sends a request without an answer again, or at once if it is waiting for its next attempt. It keeps its key, so the
   * server processes it once.
   */
  readonly retry: () => Promise<void>
  /** Forgets the result, for another number. An exchange that is running continues. */
  readonly reset: () => void
}

/** The link to an account, for servers that sign users in. */
export interface Session {
  /** Sends a request as the signed-in user, whose number the exchange then changes. */
  readonly request: HttpClient
  /** Takes the session out of an answer. Returns the data that pages may see. */
  readonly accept: (answer: PhoneNumberResponse) => unknown
}

interface PhoneAuthorizationOptions {
  readonly exchange: ExchangePhoneNumber
  readonly loginCode: LoginCode
  /** Takes the session out of an answer. Returns the data that pages may see. */
  readonly accept?: Session['accept'] | undefined
  /** False in a build without an API address; the state is then `not_configured`. */
  readonly configured?: boolean
  readonly clock?: Clock
  readonly network?: Network
}

/** Owns the state of the authorization. The state is always replaced as a whole, so that a step costs one `setData`. */
export function createPhoneAuthorization(options: PhoneAuthorizationOptions): PhoneAuthorization {
  const { exchange, loginCode, accept, configured = true } = options
  const { clock = systemClock, network = createNetwork(clock) } = options
  const state = shallowRef<AuthorizationState>({ step: configured ? 'idle' : 'not_configured' })
  const exchanges = createExchangeWithRetry({ exchange, clock, network })
  const pending = createPendingRequest(clock, expire)
  let lastGrant: PhoneNumberGrant | undefined
  /** The request whose answer decides the state. */
  let current: KeyedRequest | undefined

  function canRetry(): boolean {
    return pending.get() !== undefined
  }

  function expire(): void {
    const { value } = state
    if ('canRetry' in value) state.value = toFailedState(value.step === 'refused' ? value.failure : EXPIRED, false)
  }

  function prepare(): void {
    loginCode.prepare()
    exchanges.wake()
  }

  async function authorize(event: unknown, isChange = false): Promise<void> {
    const outcome = classifyPhoneNumberEvent(event)
    if (isIgnored(outcome)) return
    if ('grant' in outcome) await begin(outcome.grant, isChange)
    else state.value = toFailedState(eventFailure(outcome.failure), canRetry())
    loginCode.prepare()
  }

  /** WeChat may deliver an event twice, and late. */
  function isIgnored(outcome: EventOutcome): boolean {
    const { step } = state.value
    if (step === 'exchanging') return true
    return 'grant' in outcome ? isSameGrant(outcome.grant, lastGrant) : step === 'done'
  }

  async function begin(grant: PhoneNumberGrant, isChange: boolean): Promise<void> {
    // before anything is awaited: a second tap would be billed again
    state.value = { step: 'exchanging' }
    lastGrant = grant
    pending.clear()
    const request = toRequest(grant, await loginCode.consume())
    if (request === undefined) state.value = toFailedState(eventFailure('wechat_too_old'), false)
    else await send({ key: createIdempotencyKey(), request, isChange })
  }

  async function retry(): Promise<void> {
    if (state.value.step === 'exchanging') {
      exchanges.wake()
      return
    }
    const request = pending.get()
    if (request === undefined) return
    state.value = { step: 'exchanging' }
    await send(request)
  }

  async function send(request: KeyedRequest): Promise<void> {
    pending.set(request)
    current = request
    try {
      await exchanges.send(request, {
        onWait(waiting) {
          if (current === request) state.value = { step: 'exchanging', waiting }
        },
        onAnswer(response) {
          if (current === request) finish(response)
        },
      })
    } catch (error) {
      if (current === request) fail(requestFailure(error, request.request))
    }
  }

  function finish(response: PhoneNumberResponse): void {
    current = undefined
    pending.clear()
    state.value = toDoneState(response, accept === undefined ? response.data : accept(response))
  }

  function fail(failure: Failure): void {
    if (failure.next !== 'retry') pending.clear()
    // a retry is pointless once the server has forgotten the key
    state.value = toFailedState(failure.next === 'retry' && !canRetry() ? EXPIRED : failure, canRetry())
  }

  function reset(): void {
    if (state.value.step === 'done') state.value = { step: 'idle' }
  }

  return { state, prepare, pause: loginCode.pause, authorize, retry, reset }
}

function isSameGrant(grant: PhoneNumberGrant, other: PhoneNumberGrant | undefined): boolean {
  return JSON.stringify(grant) === JSON.stringify(other)
}

/** Encrypted data is useless without a login code; a phone code is not. */
function toRequest(grant: PhoneNumberGrant, loginCode: string | undefined): PhoneNumberRequest | undefined {
  if (loginCode !== undefined) return { ...grant, loginCode }
  return 'code' in grant ? grant : undefined
}
