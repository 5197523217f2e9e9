import { setTimeout as sleep } from 'node:timers/promises'
import { ERROR_CODES, type PhoneNumberRequest } from '@uni-phone/contract'
import { ApiError, toApiError } from '../errors'
import type { Answer, AnswerStore, ClaimedRequest, Json, PhoneAnswer } from '../idempotency'
import { describeError, type Log } from '../observability'
import type { NoteFacts } from './exchange-facts'
import type { Asker } from './phone-number-exchange'
import type { PhoneNumberHandler } from './phone-number-handler'

/** A request as the exchange sees it. */
export interface ExchangeRequest extends ClaimedRequest {
  readonly body: PhoneNumberRequest
  readonly requestId: string
  readonly note: NoteFacts
}

export interface SettledExchange {
  readonly phone: PhoneAnswer
  /** The answer was kept from an earlier request. */
  readonly replayed: boolean
}

/** An exchange under way. Its answer is the same for whoever waits. */
export interface RunningExchange {
  readonly fingerprint: string
  readonly answer: Promise<SettledExchange>
  /** Whether WeChat is being asked right now, by this instance. */
  readonly asksWeChat: () => boolean
}

export interface IdempotentExchangeOptions {
  readonly exchange: (body: PhoneNumberRequest, asker: Asker) => Promise<PhoneAnswer>
  readonly answers: AnswerStore
  readonly onPhoneNumber: PhoneNumberHandler
  readonly log: Log
}

const RETRY_AFTER_SECONDS = 1
const POLL_MS = 50
/** As long as an exchange of another instance may take. */
const MAX_POLLS = 300

const retryAfterSeconds = RETRY_AFTER_SECONDS

export function inProgress(): ApiError {
  return new ApiError('in_progress', 'This exchange is still under way. Ask again with the same key.', {
    retryAfterSeconds,
  })
}

function mismatch(): ApiError {
  return new ApiError(
    'idempotency_mismatch',
    'This Idempotency-Key came before with another body. Use a new key for a new tap.',
  )
}

/** An error that was kept. */
export class ReplayedError extends ApiError {}

const ABANDONED: Answer = {
  outcome: 'problem',
  code: 'outcome_unknown',
  detail: 'The instance that asked WeChat is gone, and the code may be used. The user has to tap again.',
}

/** The business's value as every replay will have it: what JSON cannot carry is the handler's failure. */
function toJson(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
}

/** Runs each exchange once per key, keeps what cannot change, and hands the number to the business. */
export function createIdempotentExchange({ exchange, answers, onPhoneNumber, log }: IdempotentExchangeOptions) {
  const running = new Map<string, RunningExchange>()
  const asking = new Set<string>()

  async function handle(answer: PhoneAnswer, request: ExchangeRequest): Promise<PhoneAnswer> {
    const { requestId } = request
    const { phone, openid, unionid, exchangeId } = answer
    try {
      const data = toJson(await onPhoneNumber({ phone, openid, unionid, exchangeId, requestId }))
      const handled: PhoneAnswer = { outcome: 'phone', exchangeId, phone, openid, unionid, handled: { data } }
      await answers.keep(request, handled)
      return handled
    } catch (cause) {
      log.error({ requestId, exchangeId, ...describeError(cause) }, 'onPhoneNumber failed')
      const detail = 'The number has arrived; what follows it failed. Ask again with the same key.'
      throw new ApiError('handler_failed', detail, { retryAfterSeconds, cause })
    }
  }

  /** A failure the same request may still mend is forgotten; any other, our own included, is kept like an answer. */
  async function settleFailure(error: unknown, request: ExchangeRequest): Promise<never> {
    const { code, detail } = toApiError(error)
    if (ERROR_CODES[code].retryable) await answers.release(request.key)
    else await answers.keep(request, { outcome: 'problem', code, detail })
    throw error
  }

  async function askWeChat(request: ExchangeRequest): Promise<PhoneAnswer> {
    asking.add(request.key)
    try {
      const answer = await exchange(request.body, request)
      await answers.keep(request, answer)
      return answer
    } catch (error) {
      return await settleFailure(error, request)
    } finally {
      asking.delete(request.key)
    }
  }

  /** Undefined while another instance is at it. */
  async function settle(answer: Answer, request: ExchangeRequest): Promise<PhoneAnswer | undefined> {
    if (answer.outcome === 'problem') throw new ReplayedError(answer.code, answer.detail)
    if (answer.handled !== undefined) return answer
    return answers.alone(request.key, () => handle(answer, request))
  }

  async function attempt(request: ExchangeRequest): Promise<SettledExchange | undefined> {
    const claim = await answers.claim(request)
    if (claim.state === 'mismatch') throw mismatch()
    if (claim.state === 'pending') return undefined
    if (claim.state === 'abandoned') await answers.keep(request, ABANDONED)
    const known = claim.state === 'abandoned' ? ABANDONED : claim.state === 'answered' ? claim.answer : undefined
    const phone = await settle(known ?? (await askWeChat(request)), request)
    return phone && { phone, replayed: known !== undefined }
  }

  async function work(request: ExchangeRequest): Promise<SettledExchange> {
    for (let polls = 0; polls < MAX_POLLS; polls += 1) {
      const settled = await attempt(request)
      if (settled !== undefined) return settled
      await sleep(POLL_MS)
    }
    throw inProgress()
  }

  function start(request: ExchangeRequest): RunningExchange {
    const { key, fingerprint } = request
    const answer = work(request).finally(() => running.delete(key))
    const started = { fingerprint, answer, asksWeChat: () => asking.has(key) }
    running.set(key, started)
    return started
  }

  return {
    /** Starts an exchange, or joins the one under way with the same key. Its answer rejects with an `ApiError`. */
    run(request: ExchangeRequest): { exchange: RunningExchange; joined: boolean } {
      const current = running.get(request.key)
      if (current === undefined) return { exchange: start(request), joined: false }
      if (current.fingerprint !== request.fingerprint) throw mismatch()
      return { exchange: current, joined: true }
    },
    /** Resolves when nothing is under way. */
    async drain(): Promise<void> {
      while (running.size > 0) await Promise.allSettled([...running.values()].map(({ answer }) => answer))
    },
  }
}

export type IdempotentExchange = ReturnType<typeof createIdempotentExchange>
