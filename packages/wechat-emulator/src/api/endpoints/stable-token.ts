import type { Clock } from '../../clock'
import type { Fields } from '../../input'
import type { Account, Accounts } from '../../tokens/account'
import type { Answer } from '../answer'
import type { ApiCall, Answerer } from '../api-call'
import type { Claim } from '../authentication'
import { authenticate, grantComplaint } from '../authentication'
import { readJsonBody } from '../json-body'
import type { Refuse } from '../refusal'
import { tokenAnswer } from './token'

interface StableTokenParts {
  accounts: Accounts
  clock: Clock
  refuse: Refuse
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getstableaccesstoken.html */
export function createStableToken({ accounts, clock, refuse }: StableTokenParts): Answerer<Answer> {
  const issue = (call: ApiCall, account: Account, force: boolean) => {
    const token = account.stable.get(force)
    // that 45009 is the answer to a 21st forced refresh of the day is unverified
    return token === undefined ? refuse(call, 45009) : tokenAnswer(token, clock)
  }
  return (call) => {
    const body = readJsonBody(call)
    if (typeof body === 'number') return refuse(call, body)
    const account = authenticate(accounts, claimIn(body))
    return typeof account === 'number' ? refuse(call, account) : issue(call, account, body.force_refresh === true)
  }
}

function claimIn({ appid, secret, grant_type }: Fields): Claim {
  return { appid: text(appid), secret: text(secret), complaint: grantComplaint(grant_type) }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
