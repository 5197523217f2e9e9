import type { Accounts, Session } from '@uni-phone/accounts'
import type { HonoRequest } from 'hono'
import type { Log } from '../observability'
import { signedOut, toAccountsProblem } from './accounts-problem'

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const BEARER = /^Bearer +([\w.~+/-]+=*) *$/i

/** Part of a request's context that is read here. */
interface RequestContext {
  readonly req: Pick<HonoRequest, 'header'>
  readonly get: (name: 'requestId') => string
}

/** The session that the token of a request opens. */
export interface SignedIn extends Session {
  readonly token: string
}

function readToken({ req }: Pick<RequestContext, 'req'>): string | undefined {
  const header = req.header('authorization')
  if (header === undefined) return undefined
  const token = BEARER.exec(header)?.[1]
  if (token === undefined) throw signedOut()
  return token
}

/** Returns the token of a request that needs one, whether it opens something or not. */
export function requireToken(c: Pick<RequestContext, 'req'>): string {
  const token = readToken(c)
  if (token === undefined) throw signedOut()
  return token
}

/** Returns the session of a request, or undefined for one without a token. Rejects if the token opens nothing. */
export async function readSignedIn(c: RequestContext, accounts: Accounts, log: Log): Promise<SignedIn | undefined> {
  const token = readToken(c)
  if (token === undefined) return undefined
  const session = await accounts.readSession(token).catch((error: unknown) => {
    throw toAccountsProblem(error, log, c.get('requestId'))
  })
  if (session === undefined) throw signedOut()
  return { ...session, token }
}

/** Returns the session of a request. Rejects without one. */
export async function requireSession(c: RequestContext, accounts: Accounts, log: Log): Promise<SignedIn> {
  const session = await readSignedIn(c, accounts, log)
  if (session === undefined) throw signedOut()
  return session
}
