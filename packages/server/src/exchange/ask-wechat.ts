import { randomUUID } from 'node:crypto'
import { ERROR_CODES, type PhoneNumberRequest } from '@uni-phone/contract'
import { decryptPhoneInfo, type PhoneInfo, WeChatError } from '@uni-phone/wechat'
import { type ApiError, toApiError } from '../errors'
import type { Identity, PhoneAnswer } from '../idempotency'
import { describeError, type Log, type LogFields, logWeChatError } from '../observability'
import { EXCHANGE_TIMEOUT_MS } from './limits'
import type { MiniProgram } from './mini-programs'
import { fromWeChat, legacyIsOff } from './problems'

/** Options of `createAskWeChat`. */
export interface AskWeChatOptions {
  readonly now: () => number
  readonly log: Log
  /** How long the phone number may wait for the openid, in milliseconds. */
  readonly identityMs: number
  /** Asks for the openid first and sends it with the phone code, so that WeChat refuses a pair of two people. */
  readonly checkOpenid: boolean
  /** AppID whose encrypted data is accepted, as base libraries before 2.21.2 send it; each of several has its own. @default none */
  readonly legacyAppId?: string | undefined
}

/** WeChat's answer to an exchange. */
type WeChatResult =
  | { readonly answer: PhoneAnswer; readonly logFields: LogFields }
  | {
      readonly error: ApiError
      /** Identity from the login code, if the rest failed after it. WeChat does not accept the code again. */
      readonly identity?: Identity | undefined
      readonly logFields: LogFields
    }

/** Part of a request that WeChat is asked about. */
interface WeChatRequest {
  readonly body: PhoneNumberRequest
  readonly requestId: string
  readonly app: MiniProgram
}

/** Asks WeChat on behalf of a request. Never rejects. */
export type AskWeChat = (
  request: WeChatRequest,
  /** Identity from the login code in an earlier attempt. */
  identity?: Identity,
) => Promise<WeChatResult>

type CodeRequest = Extract<PhoneNumberRequest, { code: string }>
type EncryptedRequest = Exclude<PhoneNumberRequest, CodeRequest>

/** Result of resolving a login code. */
interface Resolved extends Identity {
  /** WeChat could not be asked; it may be later. */
  readonly openidPending?: true
}

const NOBODY: Resolved = {}
const PENDING: Resolved = { openidPending: true }

/** Node builds a UUID as a rope of 36 pieces, which takes a kilobyte as long as it is kept. Reading it makes it flat. */
function flatten(text: string): string {
  text.charCodeAt(0)
  return text
}

function toAnswer(info: PhoneInfo, { openid, unionid, openidPending }: Resolved, openidChecked = false): PhoneAnswer {
  const { phoneNumber, purePhoneNumber, countryCode, watermark } = info
  const authorizedAt = new Date(watermark.timestamp * 1000).toISOString()
  const phone = { phoneNumber, purePhoneNumber, countryCode, authorizedAt }
  const about = { openid, unionid, openidChecked: openidChecked || undefined, openidPending }
  return { outcome: 'phone', exchangeId: flatten(randomUUID()), phone, ...about }
}

/** Returns the identity to keep for a retry: WeChat does not accept the login code again. */
function toKept({ openid, unionid }: Resolved): Identity | undefined {
  return openid === undefined ? undefined : { openid, unionid }
}

/** Creates the function that asks WeChat for a phone number and, beside it, for the user behind a login code. */
export function createAskWeChat(options: AskWeChatOptions): AskWeChat {
  const { now, log, identityMs, checkOpenid, legacyAppId } = options

  /** Best effort: if `jscode2session` fails, logs it and goes on without an openid. */
  async function resolveIdentity(loginCode: string, { requestId, app }: WeChatRequest): Promise<Resolved> {
    try {
      const { openid, unionid } = await app.wechat.codeToSession(loginCode, { timeoutMs: identityMs })
      return { openid, unionid }
    } catch (error) {
      if (error instanceof WeChatError) logWeChatError(log, error, { requestId, appId: app.label })
      else log.error({ requestId, ...describeError(error) }, 'jscode2session')
      return error instanceof WeChatError && error.code === 'code_rejected' ? NOBODY : PENDING
    }
  }

  function toError(error: unknown, { body, requestId, app }: WeChatRequest): ApiError {
    if (!(error instanceof WeChatError)) return toApiError(error)
    const problem = fromWeChat(error.code, body)
    logWeChatError(log, error, { requestId, appId: app.label, detail: problem.detail })
    return problem
  }

  async function exchangeCode(body: CodeRequest, request: WeChatRequest, known?: Identity): Promise<WeChatResult> {
    const { code, loginCode } = body
    const endsAt = performance.now() + EXCHANGE_TIMEOUT_MS
    const asked = known ?? (loginCode === undefined ? NOBODY : resolveIdentity(loginCode, request))
    const openid = checkOpenid ? (await asked).openid : undefined
    let attempts = 0
    const onSend = (): void => {
      attempts += 1
    }
    try {
      const info = await request.app.wechat.getPhoneNumber(code, {
        timeoutMs: endsAt - performance.now(),
        onSend,
        openid,
      })
      return { answer: toAnswer(info, await asked, info.openidChecked), logFields: { attempts } }
    } catch (cause) {
      const error = toError(cause, request)
      const logFields = { attempts, ...fieldsOf(cause) }
      if (!ERROR_CODES[error.code].retryable) return { error, logFields }
      return { error, identity: toKept(await asked), logFields }
    }
  }

  async function exchangeEncrypted(body: EncryptedRequest, request: WeChatRequest): Promise<WeChatResult> {
    if (legacyAppId === undefined) return { error: legacyIsOff(), logFields: {} }
    const { loginCode, encryptedData, iv } = body
    try {
      const session = await request.app.wechat.codeToSession(loginCode, { timeoutMs: EXCHANGE_TIMEOUT_MS })
      const data = { encryptedData, iv, sessionKey: session.sessionKey }
      // only this person's session key opens the data: the pair is checked by that
      const info = decryptPhoneInfo(data, { appId: request.app.appId ?? legacyAppId, now: now() })
      return { answer: toAnswer(info, session, true), logFields: {} }
    } catch (cause) {
      return { error: toError(cause, request), logFields: fieldsOf(cause) }
    }
  }

  return (request, identity) => {
    const { body } = request
    return 'code' in body ? exchangeCode(body, request, identity) : exchangeEncrypted(body, request)
  }
}

function fieldsOf(error: unknown): LogFields {
  return error instanceof WeChatError ? { errcode: error.errcode, rid: error.rid } : {}
}
