import type { Accounts } from '../../accounts/accounts'
import type { Code, CodeStore } from '../../codes/code-store'
import type { PhoneUser } from '../../codes/code-user'
import type { Fields } from '../../input'
import type { Quirks } from '../../quirks'
import type { QuotaBook } from '../../quotas/quota-book'
import type { TokenRegistry } from '../../tokens/token-registry'
import { type Answer, jsonAnswer } from '../answer'
import type { ApiCall, Answerer } from '../api-call'
import { readJsonBody } from '../json-body'
import { readAccessToken } from '../query'
import type { Refuse } from '../refusal'

interface GetPhoneNumberParts {
  accounts: Accounts
  tokens: TokenRegistry
  quotas: QuotaBook
  phoneCodes: CodeStore<PhoneUser>
  refuse: Refuse
  quirks: Required<Quirks>
}

const QUOTAS = ['phoneNumbersPerMinute', 'phoneNumbersPerDay'] as const

/**
 * The gateway looks at token, permission and quota, then the API at method, body and code; a refused call leaves the
 * code as it was. Both are unverified.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
 */
export function createGetPhoneNumber(parts: GetPhoneNumberParts): Answerer<Answer> {
  return (call) => {
    const appid = admit(call, parts)
    const code = typeof appid === 'number' ? appid : findCode(call, parts.phoneCodes, appid)
    if (typeof code === 'number') return parts.refuse(call, code)
    code.used = true
    return phoneAnswer(code, parts.quirks)
  }
}

/** The AppID that calls, or the errcode. */
function admit(call: ApiCall, { accounts, tokens, quotas }: GetPhoneNumberParts): string | number {
  const owner = tokens.check(readAccessToken(call.query))
  if ('errcode' in owner) return owner.errcode
  if (accounts.find(owner.appid)?.phoneNumberPermission === false) return 48001
  return quotas.spend(QUOTAS, owner.appid) ?? owner.appid
}

function findCode(call: ApiCall, phoneCodes: CodeStore<PhoneUser>, appid: string): Code<PhoneUser> | number {
  const body = readJsonBody(call)
  if (typeof body === 'number') return body
  if (isEnvelope(body)) return 40097
  const code = phoneCodes.find(body.code)
  if (code === undefined || code.used || isOtherUser(body.openid, code)) return 40029
  return code.appid === appid ? code : 40013
}

/** What API encryption sends; an account that has not switched it on answers 40097. */
function isEnvelope(body: Fields): boolean {
  return body.code === undefined && ['iv', 'data', 'authtag'].every((name) => typeof body[name] === 'string')
}

/** WeChat says that it refuses another user's openid; with which errcode is unverified. */
function isOtherUser(openid: unknown, code: Code<PhoneUser>): boolean {
  return typeof openid === 'string' && openid !== '' && openid !== code.user.openid
}

function phoneAnswer({ appid, createdAt, user }: Code<PhoneUser>, quirks: Required<Quirks>): Answer {
  const { phoneNumber, purePhoneNumber, countryCode } = user.phone
  const phone_info = {
    phoneNumber,
    purePhoneNumber,
    countryCode: quirks.countryCode === 'number' ? Number(countryCode) : countryCode,
    watermark: { timestamp: Math.floor(createdAt / 1000), appid },
  }
  return jsonAnswer('getuserphonenumber', { errcode: 0, errmsg: 'ok', phone_info }, 0)
}
