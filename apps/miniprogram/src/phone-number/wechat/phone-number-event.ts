/**
 * Payload of the `getphonenumber` event, typed from WeChat's documentation and from what phones send: the published
 * typings lack `errno` and declare `code` as always present.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html
 */
export interface PhoneNumberDetail {
  readonly errMsg?: string
  readonly errno?: number
  readonly code?: string
  /** Base libraries before 2.21.2 send these two and no code. */
  readonly encryptedData?: string
  readonly iv?: string
}

export interface PhoneNumberEvent {
  /** The Skyline renderer has been seen to nest the payload one level deeper. */
  readonly detail: PhoneNumberDetail & { detail?: PhoneNumberDetail }
}

/** Reasons why an event carries nothing to exchange. */
export type EventFailure =
  | 'refused'
  | 'quota_used_up'
  | 'privacy_not_declared'
  | 'privacy_not_agreed'
  | 'no_permission'
  | 'number_not_verified'
  | 'no_number_bound'
  | 'wechat_too_old'
  | 'client_not_supported'
  | 'wechat_busy'
  | 'unknown_event'

/** The part of an event that the server exchanges for a phone number. */
export type PhoneNumberGrant = { readonly code: string } | { readonly encryptedData: string; readonly iv: string }

export type EventOutcome = { readonly grant: PhoneNumberGrant } | { readonly failure: EventFailure }

/** Decides by the fields present rather than by one message: Android, iOS and DevTools spell the same thing differently. */
export function classifyPhoneNumberEvent(event: unknown): EventOutcome {
  const detail = readDetail(event)
  const { code, encryptedData, iv, errMsg, errno } = detail
  if (isText(code)) return { grant: { code } }
  const message = typeof errMsg === 'string' ? errMsg : ''
  if (!/:ok$/.test(message)) return { failure: classifyFailure(message, Number(errno ?? Number.NaN)) }
  if (isText(encryptedData) && isText(iv)) return { grant: { encryptedData, iv } }
  return { failure: 'code' in detail ? 'unknown_event' : 'wechat_too_old' }
}

/** Events without a detail, and with one that is no object, have been seen. */
function readDetail(event: unknown): Record<string, unknown> {
  const detail = isObject(event) && isObject(event.detail) ? event.detail : {}
  return isObject(detail.detail) ? detail.detail : detail
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

interface Rule {
  readonly reason: EventFailure
  readonly errno?: readonly number[]
  readonly message?: RegExp
}

/**
 * The first match wins. Old Android clients also use 104 for a refusal, so the message is matched before that errno. A
 * message counts as a refusal only if it says that the user refused: "access denied" is about the account.
 */
const RULES: readonly Rule[] = [
  { reason: 'quota_used_up', errno: [1400001] },
  {
    reason: 'privacy_not_declared',
    errno: [112, 1025, 1026],
    message: /not declared|privacy api banned|announce your privacy/i,
  },
  { reason: 'privacy_not_agreed', message: /privacy permission/i },
  { reason: 'no_permission', errno: [102], message: /no permission|(access|permission) denied|没有权限|无权限/i },
  {
    reason: 'refused',
    errno: [103],
    message: /user (authorize )?(deny|denied|cancel)|cancel to (bind|confirm)|用户(已?拒绝|已?取消|不允许)/i,
  },
  { reason: 'privacy_not_agreed', errno: [104] },
  { reason: 'number_not_verified', message: /需要进行验证|needs to be verified/i },
  { reason: 'no_number_bound', message: /未绑定手机|\b10000\b/ },
  { reason: 'client_not_supported', errno: [100, 10100005], message: /not supported|no openid/i },
  { reason: 'wechat_busy', errno: [1000, 1003], message: /server system error|frequency limit/i },
]

function classifyFailure(errMsg: string, errno: number): EventFailure {
  const rule = RULES.find((candidate) => candidate.errno?.includes(errno) === true || candidate.message?.test(errMsg))
  return rule?.reason ?? 'unknown_event'
}
