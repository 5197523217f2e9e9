import { shallowRef, type ShallowRef } from 'vue'
import { type AuthorizationState, toDoneState, toFailedState } from './authorization-state'
import { createIdempotencyKey } from './idempotency-key'
import type { LoginCode } from './login-code'
import { eventFailure, requestFailure } from './outcome'
import type { PhoneNumberApi, PhoneNumberRequest } from './phone-number-api'
import { classifyPhoneNumberEvent, type PhoneNumberEvent, type PhoneNumberGrant } from './phone-number-event'

export interface PhoneAuthorization {
  state: Readonly<ShallowRef<AuthorizationState>>
  /** Gets ready for a tap; to be called when the page with the button is shown. */
  prepare: () => void
  /** The button's callback: `@getphonenumber="authorize"`. */
  authorize: (event: PhoneNumberEvent) => Promise<void>
  /** Sends a request that failed in a retryable way again, under its own key: the server answers it once. */
  retry: () => Promise<void>
}

interface PhoneAuthorizationOptions {
  api: PhoneNumberApi
  loginCode: LoginCode
  /** False in a build without an API address: the state is then `not_configured`. */
  configured?: boolean
  createKey?: () => string
}

interface Attempt {
  key: string
  request: PhoneNumberRequest
}

/** The one place that knows how far the authorization is. The state is replaced as a whole: one `setData` a step. */
export function createPhoneAuthorization(options: PhoneAuthorizationOptions): PhoneAuthorization {
  const { api, loginCode, configured = true, createKey = createIdempotencyKey } = options
  const state = shallowRef<AuthorizationState>({ step: configured ? 'idle' : 'not_configured' })
  let unanswered: Attempt | undefined

  async function authorize(event: PhoneNumberEvent): Promise<void> {
    if (state.value.step === 'exchanging') return
    const outcome = classifyPhoneNumberEvent(event)
    if ('failure' in outcome) state.value = toFailedState(eventFailure(outcome.failure))
    else await begin(outcome.grant)
  }

  async function begin(grant: PhoneNumberGrant): Promise<void> {
    // at once, before anything is awaited: a second tap would be billed again
    state.value = { step: 'exchanging' }
    const request = toRequest(grant, await loginCode.take())
    if (request === undefined) state.value = toFailedState(eventFailure('wechat_too_old'))
    else await send({ key: createKey(), request })
  }

  async function retry(): Promise<void> {
    if (state.value.step === 'exchanging' || unanswered === undefined) return
    state.value = { step: 'exchanging' }
    await send(unanswered)
  }

  async function send(attempt: Attempt): Promise<void> {
    const next = await exchange(api, attempt)
    unanswered = 'failure' in next && next.failure.next === 'retry' ? attempt : undefined
    state.value = next
    loginCode.prepare()
  }

  return { state, prepare: loginCode.prepare, authorize, retry }
}

/** The old way needs a login; a code works without. */
function toRequest(grant: PhoneNumberGrant, loginCode: string | undefined): PhoneNumberRequest | undefined {
  if (loginCode !== undefined) return { ...grant, loginCode }
  return 'code' in grant ? grant : undefined
}

async function exchange(api: PhoneNumberApi, { key, request }: Attempt): Promise<AuthorizationState> {
  try {
    return toDoneState(await api.exchange(request, key))
  } catch (error) {
    return toFailedState(requestFailure(error, request))
  }
}
