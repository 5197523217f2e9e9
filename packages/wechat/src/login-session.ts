import { type Deadline, type Fields, malformedReply, readReply, toLostReplyError, type Transport } from './transport'

/** The user that a login code identifies. */
export interface LoginSession {
  readonly openid: string
  /** Present only if the mini program is bound to an open-platform account. */
  readonly unionid?: string | undefined
  /** Decrypts the data of old base libraries. Must never leave the server. */
  readonly sessionKey: string
}

const ENDPOINT = 'jscode2session'

function readSession({ openid, unionid, session_key: sessionKey }: Fields): LoginSession {
  if (typeof openid !== 'string' || openid === '' || typeof sessionKey !== 'string' || sessionKey === '')
    throw malformedReply(ENDPOINT, 'outcome_unknown')
  return { openid, sessionKey, ...(typeof unionid === 'string' && unionid !== '' ? { unionid } : {}) }
}

export interface LoginOptions {
  readonly appId: string
  readonly appSecret: string
  readonly transport: Transport
}

/** Sends a login code. A successful reply has no errcode. */
export async function sendLoginCode(
  { appId, appSecret, transport }: LoginOptions,
  loginCode: string,
  deadline: Deadline,
): Promise<LoginSession> {
  const query = new URLSearchParams({
    appid: appId,
    secret: appSecret,
    js_code: loginCode,
    grant_type: 'authorization_code',
  })
  try {
    const reply = await transport.send({ path: `/sns/jscode2session?${query.toString()}` }, deadline)
    return readSession(readReply(reply, ENDPOINT, 'outcome_unknown'))
  } catch (error) {
    throw toLostReplyError(error, ENDPOINT, 'outcome_unknown')
  }
}
