import { randomUUID } from 'node:crypto'
import type { Accounts } from '@uni-phone/accounts'
import { IDEMPOTENCY_KEY_HEADER, PHONE_NUMBER_PATH, type PhoneNumberResponse } from '@uni-phone/contract'
import { type Context, Hono } from 'hono'
import { readSignedIn } from '../accounts'
import { type ExchangeResult, type Exchanges, type FindMiniProgram, inProgress, wechatTimeout } from '../exchange'
import { type AppEnv, fingerprintOf, readKey, readMiniProgram, readPhoneNumberRequest, toReply } from '../http'
import type { PhoneAnswer, VerifiedPhone } from '../idempotency'
import { type Log, NO_LOG_FIELDS } from '../observability'

/** Options of `createPhoneNumberRoute`. */
export interface PhoneNumberRouteOptions {
  /** Rejects a request that is over a limit. */
  readonly guard: (c: Context<AppEnv>) => Promise<void>
  readonly exchanges: Exchanges
  readonly findMiniProgram: FindMiniProgram
  /** How long the client waits, in milliseconds. */
  readonly requestTimeoutMs: number
  readonly responseForm: 'full' | 'masked'
  /** Accounts, for a signed-in person who changes their number. @default nobody can sign in */
  readonly accounts?: Accounts | undefined
  readonly log: Log
}

/** Without the header a key is made up: the request works, and nothing can be replayed. */
function keyOf(c: Context): string {
  const header = c.req.header(IDEMPOTENCY_KEY_HEADER)
  return header === undefined ? randomUUID() : readKey(header)
}

/** Masks a phone number for someone who knows it: `138****8000`, `+852****4567`. Very short ones are hidden whole. */
function mask(number: string): string {
  if (number.length < 8) return '*'.repeat(number.length)
  const head = number.startsWith('+') ? 4 : 3
  return `${number.slice(0, head)}****${number.slice(-4)}`
}

function maskPhone(phone: VerifiedPhone): VerifiedPhone {
  const { phoneNumber, purePhoneNumber } = phone
  return { ...phone, phoneNumber: mask(phoneNumber), purePhoneNumber: mask(purePhoneNumber) }
}

function toResponse({ phone, handled }: PhoneAnswer, form: 'full' | 'masked'): PhoneNumberResponse {
  const shown = form === 'masked' ? maskPhone(phone) : phone
  return handled?.data === undefined ? shown : { ...shown, data: handled.data as PhoneNumberResponse['data'] }
}

/** Waits as long as a client does. The exchange itself goes on. */
function withTimeout({ exchange, joined }: ReturnType<Exchanges['run']>, timeoutMs: number): Promise<ExchangeResult> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      const error = !joined && exchange.asksWeChat ? wechatTimeout() : inProgress()
      resolve({ error, replayed: false, logFields: NO_LOG_FIELDS })
    }, timeoutMs)
    void exchange.result.then((result) => {
      clearTimeout(timer)
      resolve(result)
    })
  })
}

/** `POST /api/v1/phone-number`. */
export function createPhoneNumberRoute(options: PhoneNumberRouteOptions) {
  const { guard, exchanges, findMiniProgram, requestTimeoutMs, responseForm, accounts, log } = options
  const route = new Hono<AppEnv>()
  route.post(PHONE_NUMBER_PATH, async (c) => {
    await guard(c)
    const app = readMiniProgram(c, findMiniProgram)
    const key = app.keyPrefix + keyOf(c)
    const body = await readPhoneNumberRequest(c)
    // a token that opens nothing is refused before the code is spent
    const token = accounts && (await readSignedIn(c, accounts, log))?.token
    const [client, requestId] = [c.get('client') ?? '', c.get('requestId')]
    const run = exchanges.run({ key, fingerprint: fingerprintOf(body, token), client, body, requestId, app, token })
    const { phone, error, replayed, logFields } = await withTimeout(run, requestTimeoutMs)
    if (!run.joined) c.set('logFields', logFields)
    c.set('replayed', replayed || (run.joined && phone !== undefined))
    if (phone === undefined) throw error ?? inProgress()
    return toReply(c, toResponse(phone, responseForm))
  })
  return route
}
