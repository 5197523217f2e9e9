import { randomInt, randomUUID } from 'node:crypto'
import { APP_ID_HEADER, PHONE_NUMBER_PATH } from '@uni-phone/contract'
import type { Emulator } from '@uni-phone/wechat-emulator'
import { request } from 'undici'

/** One tap of one user: what the mini program posts, and the number that belongs to it. */
export interface Tap {
  readonly key: string
  readonly body: Readonly<Record<string, string>>
  readonly phoneNumber: string
  /** Mini program that the request names. @default none */
  readonly appId?: string | undefined
  /** The session that opens what the old way encrypted. */
  readonly session?: object
}

export interface Answer {
  /** The status, and the code of an error: `503 wechat_unavailable`. */
  readonly says: string
  readonly status: number
  readonly replayed: boolean
  readonly retryable: boolean
  readonly phoneNumber: string | undefined
  readonly text: string
}

export function newTap(emulator: Emulator): Tap & { readonly code: string } {
  const phoneNumber = `138${String(randomInt(10 ** 8)).padStart(8, '0')}`
  const { code } = emulator.createPhoneCode({ phoneNumber })
  return { key: randomUUID(), code, body: { code }, phoneNumber }
}

interface Body {
  code?: string
  retryable?: boolean
  phoneNumber?: string
}

function toAnswer(status: number, replayed: boolean, text: string): Answer {
  const { code, retryable = false, phoneNumber } = JSON.parse(text) as Body
  return { says: [status, code].join(' ').trim(), status, replayed, retryable, phoneNumber, text }
}

/** Posts a tap once. Rejects where there is nobody to answer. */
export async function post(url: string, { key, body, appId }: Tap, signal?: AbortSignal): Promise<Answer> {
  const app = appId === undefined ? {} : { [APP_ID_HEADER]: appId }
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...app }
  const options = { method: 'POST' as const, headers, body: JSON.stringify(body), signal: signal ?? null }
  const reply = await request(url + PHONE_NUMBER_PATH, options)
  const text = await reply.body.text()
  return toAnswer(reply.statusCode, reply.headers['idempotency-replayed'] === 'true', text)
}

const PAUSE_MS = 40
const MAX_TRIES = 750

/** Posts a tap again, with the same key, for as long as the contract says that this may help; as the mini program does. */
export async function postUntilFinal(nextUrl: () => string, tap: Tap, heard?: (answer: Answer) => void) {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const answer = await post(nextUrl(), tap).catch(() => undefined)
    if (answer !== undefined) heard?.(answer)
    if (answer?.retryable === false) return answer
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  throw new Error('no final answer')
}
