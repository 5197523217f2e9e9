import { badReply, type HttpClient, isJsonObject } from '../phone-number'

const SESSION_PATH = '/api/v1/session'
export const SESSIONS_PATH = '/api/v1/sessions'
export const ACCOUNT_PATH = '/api/v1/account'

/** The account of the signed-in user. The number is absent once it belongs to another account. */
export interface Account {
  readonly countryCode?: string
  /** The last four digits of the phone number. */
  readonly endsIn?: string
}

export function toHeaders(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` }
}

/** Returns the token of a sign-in; undefined if the answer has none, such as that of a server without accounts. */
export function readToken(answer: unknown): string | undefined {
  return isJsonObject(answer) && typeof answer.token === 'string' && answer.token !== '' ? answer.token : undefined
}

/** The endpoints of signing in. Each rejects with an `ApiError`. */
export function createSessionApi(send: HttpClient) {
  return {
    /** Signs in a known user and returns the token. `phone_number_required` if nobody is known by this login code. */
    async signIn(loginCode: string): Promise<string> {
      const token = readToken(await send({ method: 'POST', path: SESSION_PATH, body: { loginCode } }))
      if (token === undefined) throw badReply(200)
      return token
    },
    async read(token: string): Promise<Account> {
      const answer = await send({ method: 'GET', path: SESSION_PATH, headers: toHeaders(token) })
      if (!isJsonObject(answer) || !isJsonObject(answer.account)) throw badReply(200)
      return toAccount(answer.account.countryCode, answer.account.endsIn)
    },
    end: (token: string) => send({ method: 'DELETE', path: SESSION_PATH, headers: toHeaders(token) }),
  }
}

export type SessionApi = ReturnType<typeof createSessionApi>

export function toAccount(countryCode: unknown, endsIn: unknown): Account {
  if (typeof countryCode !== 'string' || typeof endsIn !== 'string') return {}
  return { countryCode: countryCode.replace(/^\+/, ''), endsIn: endsIn.slice(-4) }
}
