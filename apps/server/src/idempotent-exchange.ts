import { ERROR_CODES, type PhoneNumberRequest } from '@uni-phone/contract'
import type { Answer, AnswerStore, PhoneAnswer } from './answer-store'
import { ApiError } from './api-error'
import { describeError, type Log } from './log'
import type { Json, PhoneNumberHandler } from './phone-number-handler'

/** A request as the exchange sees it. */
export interface ExchangeRequest {
  readonly key: string
  readonly fingerprint: string
  readonly body: PhoneNumberRequest
  readonly requestId: string
}

/** An exchange under way. Its answer is the same for whoever waits. */
export interface RunningExchange {
  readonly fingerprint: string
  readonly answer: Promise<SettledExchange>
}

export interface SettledExchange {
  readonly phone: PhoneAnswer
  /** The answer was kept from an earlier request. */
  readonly replayed: boolean
}

export interface IdempotentExchangeOptions {
  readonly exchange: (body: PhoneNumberRequest, requestId: string) => Promise<PhoneAnswer>
  readonly answers: AnswerStore
  readonly onPhoneNumber: PhoneNumberHandler
  readonly log: Log
}

const RETRY_AFTER_SECONDS = 1

function mismatch(): ApiError {
  return new ApiError(
    'idempotency_mismatch',
    'This Idempotency-Key came before with another body. Use a new key for a new tap.',
  )
}

/** An answer of an error that was kept. */
export class ReplayedError extends ApiError {}

/** The business's value as every replay will have it: what JSON cannot carry is the handler's failure. */
function toJson(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json)
}

/** Runs each exchange once per key, keeps what cannot change, and hands the number to the business. */
export function createIdempotentExchange({ exchange, answers, onPhoneNumber, log }: IdempotentExchangeOptions) {
  const running = new Map<string, RunningExchange>()

  async function handle(answer: PhoneAnswer, { key, fingerprint, requestId }: ExchangeRequest): Promise<PhoneAnswer> {
    const { phone, openid, unionid, exchangeId } = answer
    try {
      const data = toJson(await onPhoneNumber({ phone, openid, unionid, exchangeId, requestId }))
      const handled: PhoneAnswer = { ...answer, handled: { data } }
      await answers.keep(key, fingerprint, handled)
      return handled
    } catch (error) {
      log.error({ requestId, exchangeId, ...describeError(error) }, 'onPhoneNumber failed')
      throw new ApiError(
        'handler_failed',
        'The number has arrived; what follows it failed. Ask again with the same key.',
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
          cause: error,
        },
      )
    }
  }

  /** A failure the same request may still mend is forgotten; any other is kept like an answer. */
  async function settleFailure(error: unknown, { key, fingerprint }: ExchangeRequest): Promise<never> {
    if (error instanceof ApiError && !ERROR_CODES[error.code].retryable)
      await answers.keep(key, fingerprint, { outcome: 'problem', code: error.code, detail: error.detail })
    else await answers.release(key)
    throw error
  }

  async function askWeChat(request: ExchangeRequest): Promise<PhoneAnswer> {
    const answer = await exchange(request.body, request.requestId).catch((error: unknown) =>
      settleFailure(error, request),
    )
    await answers.keep(request.key, request.fingerprint, answer)
    return answer
  }

  async function replay(answer: Answer, request: ExchangeRequest): Promise<PhoneAnswer> {
    if (answer.outcome === 'problem') throw new ReplayedError(answer.code, answer.detail)
    return answer.handled === undefined ? handle(answer, request) : answer
  }

  async function work(request: ExchangeRequest): Promise<SettledExchange> {
    const claim = await answers.claim(request.key, request.fingerprint)
    if (claim.state === 'claimed') return { phone: await handle(await askWeChat(request), request), replayed: false }
    if (claim.fingerprint !== request.fingerprint) throw mismatch()
    if (claim.answer !== undefined) return { phone: await replay(claim.answer, request), replayed: true }
    throw new ApiError('in_progress', 'Another request with this key is under way.', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    })
  }

  return {
    /** Starts an exchange, or joins the one under way with the same key. Rejects with an `ApiError`. */
    run(request: ExchangeRequest): { answer: Promise<SettledExchange>; joined: boolean } {
      const current = running.get(request.key)
      if (current !== undefined) {
        const same = current.fingerprint === request.fingerprint
        return { answer: same ? current.answer : Promise.reject(mismatch()), joined: true }
      }
      const answer = work(request).finally(() => running.delete(request.key))
      running.set(request.key, { fingerprint: request.fingerprint, answer })
      return { answer, joined: false }
    },
    /** Resolves when nothing is under way. */
    async drain(): Promise<void> {
      while (running.size > 0) await Promise.allSettled([...running.values()].map(({ answer }) => answer))
    },
  }
}

export type IdempotentExchange = ReturnType<typeof createIdempotentExchange>
