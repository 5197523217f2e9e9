import { setTimeout as sleep } from 'node:timers/promises'
import { ERROR_CODES } from '@uni-phone/contract'
import { type ApiError, toApiError } from '../errors'
import type { Answer, IdempotencyStore, Identity, PhoneAnswer } from '../idempotency'
import { type LogFields, type Metrics, NO_LOG_FIELDS } from '../observability'
import type { AskWeChat } from './ask-wechat'
import type { ExchangeContext, HandlerResult } from './handler-call'
import { inProgress, mismatch, storeFull, toKeptError, tooManyConcurrent } from './problems'

/** End of an exchange: the phone number, or why there is none. */
export interface ExchangeResult {
  readonly phone?: PhoneAnswer
  readonly error?: ApiError
  /** The answer was kept from an earlier request. */
  readonly replayed: boolean
  readonly logFields: LogFields
}

/** An exchange in flight. Its result is the same for everyone who waits, and never rejects. */
export interface InFlightExchange {
  readonly fingerprint: string
  readonly result: Promise<ExchangeResult>
  /** This instance is waiting for WeChat. */
  asksWeChat: boolean
}

/** Options of `Exchanges`. */
export interface ExchangesOptions {
  readonly askWeChat: AskWeChat
  /** @default the exchange ends with the phone number */
  readonly callHandler?: ((answer: PhoneAnswer, context: ExchangeContext) => Promise<HandlerResult>) | undefined
  readonly store: IdempotencyStore
  readonly maxConcurrent: number
  readonly metrics: Metrics
}

const POLL_MS = 50
/** As long as an exchange of another instance may take. */
const MAX_POLLS = 300

const failed = (error: ApiError, replayed = false, logFields = NO_LOG_FIELDS): ExchangeResult => ({
  error,
  replayed,
  logFields,
})

/** Runs each exchange once per key, keeps its answer, and hands the phone number to the business. */
export class Exchanges {
  readonly #askWeChat: AskWeChat
  readonly #callHandler: ExchangesOptions['callHandler']
  readonly #store: IdempotencyStore
  readonly #maxConcurrent: number
  readonly #metrics: Metrics
  readonly #inFlight = new Map<string, InFlightExchange>()
  /** Exchanges that wait for WeChat or for the handler. */
  #working = 0

  constructor({ askWeChat, callHandler, store, maxConcurrent, metrics }: ExchangesOptions) {
    this.#askWeChat = askWeChat
    this.#callHandler = callHandler
    this.#store = store
    this.#maxConcurrent = maxConcurrent
    this.#metrics = metrics
  }

  /** Starts an exchange, or joins the one in flight with the same key. Throws an `ApiError` if that has another body. */
  run(context: ExchangeContext): { readonly exchange: InFlightExchange; readonly joined: boolean } {
    const current = this.#inFlight.get(context.key)
    if (current === undefined) return { exchange: this.#start(context), joined: false }
    if (current.fingerprint !== context.fingerprint) throw mismatch()
    return { exchange: current, joined: true }
  }

  /** Resolves when nothing is in flight. */
  async drain(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all([...this.#inFlight.values()].map(({ result }) => result))
  }

  #start(context: ExchangeContext): InFlightExchange {
    const { key, fingerprint } = context
    const exchange = { fingerprint, asksWeChat: false, result: Promise.resolve(failed(inProgress())) }
    this.#inFlight.set(key, exchange)
    exchange.result = this.#finish(exchange, context)
    return exchange
  }

  /** Repeats an attempt while another instance has the key. */
  async #finish(exchange: InFlightExchange, context: ExchangeContext): Promise<ExchangeResult> {
    try {
      for (let polls = 0; polls < MAX_POLLS; polls += 1) {
        const result = await this.#exchangeOnce(exchange, context)
        if (result !== undefined) return result
        await sleep(POLL_MS)
      }
      return failed(inProgress())
    } catch (error) {
      return failed(toApiError(error))
    } finally {
      this.#inFlight.delete(context.key)
    }
  }

  /** Undefined while another instance has the key. */
  async #exchangeOnce(exchange: InFlightExchange, context: ExchangeContext): Promise<ExchangeResult | undefined> {
    const acquisition = await this.#store.acquire(context)
    switch (acquisition.state) {
      case 'acquired':
        return this.#exchangeCode(exchange, context, acquisition.identity)
      case 'answered':
        return this.#replay(acquisition.answer, context)
      case 'pending':
        return undefined
      case 'mismatch':
        return failed(mismatch())
      case 'full':
        this.#metrics.limited(acquisition.scope === 'client' ? 'address_storage' : 'storage')
        return failed(storeFull(acquisition.scope))
      case 'orphaned':
        await this.#store.save(context, { outcome: 'problem', code: 'outcome_unknown' })
        return failed(toKeptError('outcome_unknown', context.body), true)
    }
  }

  async #exchangeCode(
    exchange: InFlightExchange,
    context: ExchangeContext,
    known?: Identity,
  ): Promise<ExchangeResult | undefined> {
    if (this.#isBusy()) {
      await this.#store.release(context, known)
      return failed(tooManyConcurrent())
    }
    this.#count(1)
    try {
      exchange.asksWeChat = true
      const result = await this.#askWeChat(context, known)
      const { logFields } = result
      if ('error' in result) return await this.#settleFailure(result.error, context, logFields, result.identity)
      await this.#store.save(context, result.answer)
      exchange.asksWeChat = false
      return await this.#handle(result.answer, context, { replayed: false, logFields })
    } finally {
      this.#count(-1)
    }
  }

  /** A failure that a retry may change frees the key. Any other is kept like an answer, our own included. */
  async #settleFailure(
    error: ApiError,
    context: ExchangeContext,
    logFields: LogFields,
    identity?: Identity,
  ): Promise<ExchangeResult> {
    const { code } = error
    if (ERROR_CODES[code].retryable) await this.#store.release(context, identity)
    else await this.#store.save(context, { outcome: 'problem', code })
    return failed(error, false, logFields)
  }

  async #replay(answer: Answer, context: ExchangeContext): Promise<ExchangeResult | undefined> {
    const replay = { replayed: true, logFields: NO_LOG_FIELDS }
    if (answer.outcome === 'session') return failed(mismatch())
    if (answer.outcome === 'problem') return failed(toKeptError(answer.code, context.body), true)
    if (answer.handled !== undefined || this.#callHandler === undefined) return { phone: answer, ...replay }
    if (this.#isBusy()) return failed(tooManyConcurrent())
    this.#count(1)
    try {
      return await this.#handle(answer, context, replay)
    } finally {
      this.#count(-1)
    }
  }

  /** Undefined while the handler runs in another instance. */
  async #handle(
    answer: PhoneAnswer,
    context: ExchangeContext,
    about: Pick<ExchangeResult, 'replayed' | 'logFields'>,
  ): Promise<ExchangeResult | undefined> {
    if (this.#callHandler === undefined) return { phone: answer, ...about }
    const { answer: handled, error } = await this.#callHandler(answer, context)
    if (error !== undefined) return { error, replayed: false, logFields: about.logFields }
    return handled && { phone: handled, ...about }
  }

  #isBusy(): boolean {
    if (this.#working < this.#maxConcurrent) return false
    this.#metrics.limited('concurrency')
    return true
  }

  #count(change: 1 | -1): void {
    this.#working += change
    this.#metrics.inFlight(this.#working)
  }
}
