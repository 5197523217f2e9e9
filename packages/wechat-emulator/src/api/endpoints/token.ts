import type { Accounts } from '../../accounts/accounts'
import type { Clock } from '../../clock'
import type { QuotaBook } from '../../quotas/quota-book'
import type { AccessToken } from '../../tokens/token-registry'
import { type Answer, jsonAnswer } from '../answer'
import type { Answerer } from '../api-call'
import { admissionComplaint, authenticate, grantComplaint } from '../authentication'
import type { Refuse } from '../refusal'

interface TokenParts {
  accounts: Accounts
  clock: Clock
  quotas: QuotaBook
  refuse: Refuse
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html */
export function createToken({ accounts, clock, quotas, refuse }: TokenParts): Answerer<Answer> {
  return (call) => {
    const query = new URLSearchParams(call.query)
    const account = authenticate(accounts, {
      appid: query.get('appid') ?? '',
      secret: query.get('secret') ?? '',
      complaint: grantComplaint(query.get('grant_type')),
    })
    if (typeof account === 'number') return refuse(call, account)
    const complaint = admissionComplaint(account, call.address) ?? quotas.spend(['tokensPerDay'], account.appid)
    return complaint === undefined ? tokenAnswer(account.classic.issue(), clock) : refuse(call, complaint)
  }
}

export function tokenAnswer(token: AccessToken, clock: Clock): Answer {
  const seconds = Math.floor((token.validUntil - clock.now()) / 1000)
  return jsonAnswer('token', { access_token: token.token, expires_in: seconds }, null)
}
