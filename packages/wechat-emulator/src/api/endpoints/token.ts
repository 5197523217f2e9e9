import type { Clock } from '../../clock'
import type { Accounts } from '../../tokens/account'
import type { AccessToken } from '../../tokens/token-registry'
import type { Answer } from '../answer'
import { jsonAnswer } from '../answer'
import type { Answerer } from '../api-call'
import { authenticate, grantComplaint } from '../authentication'
import type { Refuse } from '../refusal'

interface TokenParts {
  accounts: Accounts
  clock: Clock
  refuse: Refuse
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/server/API/mp-access-token/api_getaccesstoken.html */
export function createToken({ accounts, clock, refuse }: TokenParts): Answerer<Answer> {
  return (call) => {
    const query = new URLSearchParams(call.query)
    const account = authenticate(accounts, {
      appid: query.get('appid') ?? '',
      secret: query.get('secret') ?? '',
      complaint: grantComplaint(query.get('grant_type')),
    })
    return typeof account === 'number' ? refuse(call, account) : tokenAnswer(account.classic.issue(), clock)
  }
}

export function tokenAnswer(token: AccessToken, clock: Clock): Answer {
  const seconds = Math.floor((token.validUntil - clock.now()) / 1000)
  return jsonAnswer('token', { access_token: token.token, expires_in: seconds }, null)
}
