import type { PhoneNumberRequest } from '@uni-phone/contract'
import { ApiError } from '../errors'
import type { IdempotencyStore, Json, PhoneAnswer, StoredRequest, VerifiedPhone } from '../idempotency'
import { describeError, type Log, type Metrics } from '../observability'
import type { ExchangeLimits } from './limits'
import type { MiniProgram } from './mini-programs'
import type { ExchangeDetails, ExchangeHandler, PhoneNumberEvent } from './phone-number-handler'
import { handlerFailed } from './problems'

/** A request for an exchange. */
export interface ExchangeContext extends StoredRequest {
  readonly body: PhoneNumberRequest
  readonly requestId: string
  readonly app: MiniProgram
  /** Token of the session whose account gets the number. @default the number signs in */
  readonly token?: string | undefined
}

/** Options of `createCallHandler`. */
export interface CallHandlerOptions {
  readonly onPhoneNumber: ExchangeHandler
  readonly store: IdempotencyStore
  readonly limits: ExchangeLimits
  readonly log: Log
  readonly metrics: Metrics
}

/** Result of a handler: the answer with its data, its failure, or neither if it is running elsewhere. */
export interface HandlerResult {
  readonly answer?: PhoneAnswer | undefined
  readonly error?: ApiError
}

/** The handler's value as every replay will have it. A value that JSON cannot carry is the handler's failure. */
function toJson(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
}

/** Creates its abort signal only when the handler asks for it. */
class HandlerEvent implements PhoneNumberEvent {
  readonly phone: VerifiedPhone
  readonly openid: string | undefined
  readonly unionid: string | undefined
  readonly exchangeId: string
  readonly requestId: string
  readonly appId: string | undefined
  #controller: AbortController | undefined

  constructor({ phone, openid, unionid, exchangeId }: PhoneAnswer, { requestId, app }: ExchangeContext) {
    this.phone = phone
    this.openid = openid
    this.unionid = unionid
    this.exchangeId = exchangeId
    this.requestId = requestId
    this.appId = app.appId
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    return this.#controller.signal
  }

  abort(): void {
    this.#controller ??= new AbortController()
    this.#controller.abort()
  }
}

function toDetails(
  { openidChecked, openidPending }: PhoneAnswer,
  { token, body, app }: ExchangeContext,
): ExchangeDetails {
  return {
    token,
    openidChecked,
    wechat: app.wechat,
    pendingLoginCode: openidPending === true ? body.loginCode : undefined,
  }
}

/** Creates the function that calls the business's handler: one call at a time for a key, and none waited for too long. */
export function createCallHandler({ onPhoneNumber, store, limits, log, metrics }: CallHandlerOptions) {
  const { handlerMs, leaseMs } = limits
  let running = 0

  function count(change: 1 | -1): void {
    running += change
    metrics.handlersInFlight(running)
  }

  async function call(answer: PhoneAnswer, event: HandlerEvent, details: ExchangeDetails): Promise<PhoneAnswer> {
    count(1)
    try {
      return { ...answer, handled: { data: toJson(await onPhoneNumber(event, details)) } }
    } finally {
      count(-1)
    }
  }

  /** The handler cannot be stopped: its lock stays until it settles or the lease ends, and a late result is kept. */
  function giveUp(event: HandlerEvent): HandlerResult {
    const { requestId, exchangeId } = event
    event.abort()
    metrics.handlerTimedOut()
    log.error(
      { requestId, exchangeId, handlerTimeoutMs: handlerMs, zh: 'onPhoneNumber 超时未结束；见 HANDLER_TIMEOUT_MS' },
      'onPhoneNumber did not finish in time: see HANDLER_TIMEOUT_MS',
    )
    return { error: handlerFailed() }
  }

  function fail(cause: unknown, { requestId, exchangeId }: HandlerEvent): HandlerResult {
    if (cause instanceof ApiError) return { error: cause }
    log.error({ requestId, exchangeId, ...describeError(cause) }, 'onPhoneNumber failed')
    return { error: handlerFailed(cause) }
  }

  return (answer: PhoneAnswer, request: ExchangeContext): Promise<HandlerResult> => {
    const event = new HandlerEvent(answer, request)
    const details = toDetails(answer, request)
    const lease = { durationMs: leaseMs, workMs: handlerMs }
    return new Promise((resolve) => {
      const work = async (): Promise<PhoneAnswer> => {
        const timer = setTimeout(() => {
          resolve(giveUp(event))
        }, handlerMs)
        return call(answer, event, details).finally(() => {
          clearTimeout(timer)
        })
      }
      store.withLock(request, lease, work).then(
        (handled) => {
          resolve({ answer: handled })
        },
        (error: unknown) => {
          resolve(fail(error, event))
        },
      )
    })
  }
}
