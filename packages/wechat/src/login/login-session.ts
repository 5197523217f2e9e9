import type { Deadline } from '../transport/deadline'
import { type Fields, lostReply, malformedReply, readReply } from '../transport/reply'
import type { Transport } from '../transport/transport'

/** Who a login code stands for. */
export interface LoginSession {
  readonly openid: string
  /** Only where the mini program is bound to an open-platform account. */
  readonly unionid?: string | undefined
  /** Decrypts what old base libraries send. Never leaves the server. */
  readonly sessionKey: string
}

const ENDPOINT = 'jscode2session'

function parseSession({ openid, unionid, session_key: sessionKey }: Fields): LoginSession {
  if (typeof openid !== 'string' || openid === '' || typeof sessionKey !== 'string' || sessionKey === '')
    throw malformedReply(ENDPOINT, 'outcome_unknown')
  return { openid, sessionKey, ...(typeof unionid === 'string' && unionid !== '' ? { unionid } : {}) }
}

export interface LoginOptions {
  readonly appId: string
  readonly appSecret: string
  readonly transport: Transport
}

/** Exchanges the code of `wx.login`; a success carries no errcode. */
export function createLoginExchange({ appId, appSecret, transport }: LoginOptions) {
  return async (loginCode: string, deadline: Deadline): Promise<LoginSession> => {
    const query = new URLSearchParams({
      appid: appId,
      secret: appSecret,
      js_code: loginCode,
      grant_type: 'authorization_code',
    })
    try {
      const reply = await transport.send({ path: `/sns/jscode2session?${query.toString()}` }, deadline)
      return parseSession(readReply(reply, ENDPOINT, 'outcome_unknown'))
    } catch (error) {
      throw lostReply(error, ENDPOINT, 'outcome_unknown')
    }
  }
}
