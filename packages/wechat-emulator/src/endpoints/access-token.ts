import { type AccessToken, type Account, issueClassic, issueStable } from '../accounts/index'
import type { Clock, Fields } from '../core/index'
import { type Answer, type Answerer, type ApiCall, jsonAnswer } from '../wire/index'
import { accessErrcode, authenticate, grantTypeErrcode, readJsonBody } from './credentials'
import type { Parts } from './parts'

function tokenAnswer(token: AccessToken, clock: Clock): Answer {
  const seconds = Math.floor((token.validUntil - clock.now()) / 1000)
  return jsonAnswer('token', { access_token: token.token, expires_in: seconds }, null)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function credentialsIn({ appid, secret, grant_type }: Fields) {
  return { appid: text(appid), secret: text(secret), errcode: grantTypeErrcode(grant_type) }
}

/**
 * `GET /cgi-bin/token`
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html
 */
export function createToken(parts: Parts): Answerer<Answer> {
  const { accounts, clock, quotas, refuse } = parts
  return (call) => {
    const query = new URLSearchParams(call.query)
    const [appid, secret, grant_type] = ['appid', 'secret', 'grant_type'].map((name) => query.get(name))
    const account = authenticate(accounts, credentialsIn({ appid, secret, grant_type }))
    if (typeof account === 'number') return refuse(call, account)
    const errcode = accessErrcode(account, call.address) ?? quotas.spend(['tokensPerDay'], account.appid)
    return errcode === undefined ? tokenAnswer(issueClassic(account.appid, parts), clock) : refuse(call, errcode)
  }
}

/**
 * `POST /cgi-bin/stable_token`
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html
 */
export function createStableToken(parts: Parts): Answerer<Answer> {
  const { accounts, clock, quotas, refuse } = parts
  const issue = (account: Account, call: ApiCall, force: boolean) =>
    accessErrcode(account, call.address) ??
    quotas.spend(['stableTokensPerMinute', 'stableTokensPerDay'], account.appid) ??
    issueStable(account, force, parts)
  return (call) => {
    const body = readJsonBody(call)
    if (typeof body === 'number') return refuse(call, body)
    const account = authenticate(accounts, credentialsIn(body))
    if (typeof account === 'number') return refuse(call, account)
    const token = issue(account, call, body.force_refresh === true)
    return typeof token === 'number' ? refuse(call, token) : tokenAnswer(token, clock)
  }
}
