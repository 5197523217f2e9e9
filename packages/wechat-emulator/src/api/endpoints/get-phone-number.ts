import type { Code, CodeStore } from '../../codes/code-store'
import type { PhoneUser } from '../../codes/test-user'
import type { Fields } from '../../input'
import type { Quirks } from '../../options'
import type { TokenRegistry } from '../../tokens/token-registry'
import type { Answer } from '../answer'
import { jsonAnswer } from '../answer'
import type { ApiCall, Answerer } from '../api-call'
import { readJsonBody } from '../json-body'
import { readAccessToken } from '../query'
import type { Refuse } from '../refusal'

interface GetPhoneNumberParts {
  tokens: TokenRegistry
  phoneCodes: CodeStore<PhoneUser>
  refuse: Refuse
  quirks: Required<Quirks>
}

/**
 * The gateway looks at the token, then the API at method, body and code; a refused call leaves the code as it was. Both are unverified.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
 */
export function createGetPhoneNumber({ tokens, phoneCodes, refuse, quirks }: GetPhoneNumberParts): Answerer<Answer> {
  return (call) => {
    const owner = tokens.check(readAccessToken(call.query))
    if ('errcode' in owner) return refuse(call, owner.errcode)
    const code = findCode(call, phoneCodes, owner.appId)
    if (typeof code === 'number') return refuse(call, code)
    code.used = true
    return phoneAnswer(code, quirks)
  }
}

function findCode(call: ApiCall, phoneCodes: CodeStore<PhoneUser>, appId: string): Code<PhoneUser> | number {
  const body = readJsonBody(call)
  if (typeof body === 'number') return body
  if (isEnvelope(body)) return 40097
  const code = phoneCodes.find(body.code)
  if (code === undefined || code.used || isOtherUser(body.openid, code)) return 40029
  return code.appid === appId ? code : 40013
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
