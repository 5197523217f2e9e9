import type { Code, LoginUser } from '../codes/index'
import { type Answer, type Answerer, jsonAnswer } from '../wire/index'
import { authenticate } from './credentials'
import type { Parts } from './parts'

/** The API's own list of errors has none for grant_type, so it is ignored: unverified. */
function findCode(query: URLSearchParams, { accounts, loginCodes }: Parts): Code<LoginUser> | number {
  const jsCode = query.get('js_code') ?? ''
  const account = authenticate(accounts, {
    appid: query.get('appid') ?? '',
    secret: query.get('secret') ?? '',
    errcode: jsCode === '' ? 41008 : undefined,
  })
  if (typeof account === 'number') return account
  const code = loginCodes.find(jsCode)
  if (code?.appid !== account.appid) return 40029
  return code.used ? 40163 : code
}

/**
 * `GET /sns/jscode2session`
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
 */
export function createCodeToSession(parts: Parts): Answerer<Answer> {
  const { quotas, refuse } = parts
  return (call) => {
    const code = findCode(new URLSearchParams(call.query), parts)
    if (typeof code === 'number') return refuse(call, code)
    const errcode = quotas.spend(['sessionsPerUserPerMinute'], code.user.openid)
    if (errcode !== undefined) return refuse(call, errcode)
    code.used = true
    // a success has no errcode, whatever the documentation's example shows
    const { sessionKey, openid, unionid } = code.user
    return jsonAnswer('jscode2session', { session_key: sessionKey, openid, unionid }, null)
  }
}
