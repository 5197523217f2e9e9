import { hash, randomUUID } from 'node:crypto'
import {
  IDEMPOTENCY_KEY_HEADER,
  PHONE_NUMBER_PATH,
  type PhoneNumberRequest,
  type PhoneNumberResponse,
} from '@uni-phone/contract'
import { idempotencyKeySchema, unquote } from '@uni-phone/contract/schemas'
import { type Context, Hono } from 'hono'
import { ApiError } from '../errors'
import {
  type IdempotentExchange,
  inProgress,
  maskPhone,
  type NoteFacts,
  ReplayedError,
  type SettledExchange,
} from '../exchange'
import { type AppEnv, readPhoneNumberRequest, toReply } from '../http'
import type { PhoneAnswer } from '../idempotency'

export interface PhoneNumberRouteOptions {
  /** Rejects where a request is one too many. @default none is */
  readonly guard?: ((c: Context<AppEnv>) => Promise<void>) | undefined
  readonly exchange: IdempotentExchange
  /** How long the client waits, in milliseconds. */
  readonly requestTimeoutMs: number
  readonly responseForm: 'full' | 'masked'
}

/** Without the header a key is made up: the request works, and none of the replay guarantees hold. */
function readKey(header: string | undefined): string {
  if (header === undefined) return randomUUID()
  const parsed = idempotencyKeySchema.safeParse(header)
  if (parsed.success) return unquote(parsed.data)
  throw new ApiError('invalid_request', 'Idempotency-Key must be 1 to 128 visible ASCII characters, quoted or bare.')
}

function fingerprintOf(body: PhoneNumberRequest): string {
  return hash('sha256', JSON.stringify(body), 'base64url')
}

function wechatTimeout(): ApiError {
  return new ApiError('wechat_timeout', 'WeChat has not answered yet. Ask again with the same key.', {
    retryAfterSeconds: 1,
  })
}

type Joined = ReturnType<IdempotentExchange['run']>

/** Waits as long as a client does; the exchange itself goes on. */
async function withinTimeout({ exchange, joined }: Joined, timeoutMs: number): Promise<SettledExchange> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(!joined && exchange.asksWeChat() ? wechatTimeout() : inProgress())
    }, timeoutMs)
  })
  try {
    return await Promise.race([exchange.answer, timeout])
  } finally {
    clearTimeout(timer)
  }
}

function toResponse({ phone, handled }: PhoneAnswer, form: 'full' | 'masked'): PhoneNumberResponse {
  const shown = form === 'masked' ? maskPhone(phone) : phone
  return handled?.data === undefined ? shown : { ...shown, data: handled.data as PhoneNumberResponse['data'] }
}

/** `POST /api/v1/phone-number`. */
export function createPhoneNumberRoute(options: PhoneNumberRouteOptions) {
  const { guard, exchange, requestTimeoutMs, responseForm } = options
  const route = new Hono<AppEnv>()
  route.post(PHONE_NUMBER_PATH, async (c) => {
    await guard?.(c)
    const key = readKey(c.req.header(IDEMPOTENCY_KEY_HEADER))
    const body = await readPhoneNumberRequest(c)
    const note: NoteFacts = (facts) => {
      c.set('exchange', Object.assign(c.get('exchange') ?? {}, facts))
    }
    const request = { key, fingerprint: fingerprintOf(body), body, requestId: c.get('requestId'), note }
    const run = exchange.run(request)
    try {
      const { phone, replayed } = await withinTimeout(run, requestTimeoutMs)
      c.set('replayed', replayed || run.joined)
      return toReply(c, toResponse(phone, responseForm))
    } catch (error) {
      c.set('replayed', error instanceof ReplayedError)
      throw error
    }
  })
  return route
}
