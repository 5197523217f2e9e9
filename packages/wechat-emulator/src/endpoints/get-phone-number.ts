import type { Code, PhoneUser } from '../codes/index'
import type { Fields } from '../core/index'
import { type Answer, type Answerer, type ApiCall, jsonAnswer, type Quirks } from '../wire/index'
import { authorize, readJsonBody } from './credentials'
import type { Parts } from './parts'

const QUOTAS = ['phoneNumbersPerMinute', 'phoneNumbersPerDay'] as const

/** Returns the AppID of the caller, or an errcode. */
function passGateway(call: ApiCall, { accounts, tokens, quotas }: Parts): string | number {
  const appid = authorize(tokens, call)
  if (typeof appid === 'number') return appid
  if (accounts.find(appid)?.phoneNumberPermission === false) return 48001
  return quotas.spend(QUOTAS, appid) ?? appid
}

/** Recognises a request of API encryption; an account that has not switched it on answers 40097. */
function isEncrypted(body: Fields): boolean {
  return body.code === undefined && ['iv', 'data', 'authtag'].every((name) => typeof body[name] === 'string')
}

/**
 * Finds the code of a request. WeChat documents that it refuses the openid of another user, but not with which errcode:
 * 40029 is unverified, and so is that the code stays usable.
 */
function findCode(call: ApiCall, { phoneCodes, quirks }: Parts, appid: string): Code<PhoneUser> | number {
  const body = readJsonBody(call)
  if (typeof body === 'number') return body
  if (isEncrypted(body)) return 40097
  const openid = typeof body.openid === 'string' ? body.openid : ''
  if (openid !== '' && quirks.openid === 'rejected') return 47001
  const code = phoneCodes.find(body.code)
  if (code === undefined || code.used) return 40029
  if (openid !== '' && openid !== code.user.openid) return 40029
  return code.appid === appid ? code : 40013
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

/**
 * `POST /wxa/business/getuserphonenumber`. The gateway checks token, permission and quota, then the API checks method,
 * body and code; a refused call leaves the code unused. Both are unverified.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber.html
 */
export function createGetPhoneNumber(parts: Parts): Answerer<Answer> {
  return (call) => {
    const appid = passGateway(call, parts)
    const code = typeof appid === 'number' ? appid : findCode(call, parts, appid)
    if (typeof code === 'number') return parts.refuse(call, code)
    code.used = true
    return phoneAnswer(code, parts.quirks)
  }
}
