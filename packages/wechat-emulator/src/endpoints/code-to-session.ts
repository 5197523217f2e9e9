import type { Accounts } from '../../accounts/accounts'
import type { Code, CodeStore } from '../../codes/code-store'
import type { LoginUser } from '../../codes/code-user'
import type { QuotaBook } from '../../quotas/quota-book'
import { type Answer, jsonAnswer } from '../answer'
import type { Answerer } from '../api-call'
import { authenticate } from '../authentication'
import type { Refuse } from '../refusal'

interface CodeToSessionParts {
  accounts: Accounts
  loginCodes: CodeStore<LoginUser>
  quotas: QuotaBook
  refuse: Refuse
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session */
export function createCodeToSession({ accounts, loginCodes, quotas, refuse }: CodeToSessionParts): Answerer<Answer> {
  return (call) => {
    const code = findCode(new URLSearchParams(call.query), accounts, loginCodes)
    if (typeof code === 'number') return refuse(call, code)
    const complaint = quotas.spend(['sessionsPerUserPerMinute'], code.user.openid)
    if (complaint !== undefined) return refuse(call, complaint)
    code.used = true
    // a success carries no errcode, whatever the documentation's example shows
    const { sessionKey, openid, unionid } = code.user
    return jsonAnswer('jscode2session', { session_key: sessionKey, openid, unionid }, null)
  }
}

/** The API's own list of errors has none for grant_type, so that is not looked at: unverified. */
function findCode(
  query: URLSearchParams,
  accounts: Accounts,
  loginCodes: CodeStore<LoginUser>,
): Code<LoginUser> | number {
  const jsCode = query.get('js_code') ?? ''
  const account = authenticate(accounts, {
    appid: query.get('appid') ?? '',
    secret: query.get('secret') ?? '',
    complaint: jsCode === '' ? 41008 : undefined,
  })
  if (typeof account === 'number') return account
  const code = loginCodes.find(jsCode)
  if (code?.appid !== account.appid) return 40029
  return code.used ? 40163 : code
}
