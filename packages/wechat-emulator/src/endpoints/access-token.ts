import type { Account, Accounts } from '../../accounts/accounts'
import type { Clock } from '../../clock'
import type { Fields } from '../../input'
import type { QuotaBook } from '../../quotas/quota-book'
import type { Answer } from '../answer'
import type { ApiCall, Answerer } from '../api-call'
import { admissionComplaint, authenticate, type Claim, grantComplaint } from '../authentication'
import { readJsonBody } from '../json-body'
import type { Refuse } from '../refusal'
import { tokenAnswer } from './token'

interface StableTokenParts {
  accounts: Accounts
  clock: Clock
  quotas: QuotaBook
  refuse: Refuse
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html */
export function createStableToken({ accounts, clock, quotas, refuse }: StableTokenParts): Answerer<Answer> {
  const issue = (account: Account, call: ApiCall, force: boolean) =>
    admissionComplaint(account, call.address) ??
    quotas.spend(['stableTokensPerMinute', 'stableTokensPerDay'], account.appid) ??
    account.stable.get(force)
  return (call) => {
    const body = readJsonBody(call)
    if (typeof body === 'number') return refuse(call, body)
    const account = authenticate(accounts, claimIn(body))
    if (typeof account === 'number') return refuse(call, account)
    const token = issue(account, call, body.force_refresh === true)
    return typeof token === 'number' ? refuse(call, token) : tokenAnswer(token, clock)
  }
}

function claimIn({ appid, secret, grant_type }: Fields): Claim {
  return { appid: text(appid), secret: text(secret), complaint: grantComplaint(grant_type) }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
