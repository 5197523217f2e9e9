import type { Account, Accounts } from '@uni-phone/accounts'
import {
  ACCOUNT_PATH,
  IDEMPOTENCY_KEY_HEADER,
  SESSION_PATH,
  type SessionResponse,
  SESSIONS_PATH,
} from '@uni-phone/contract'
import { sessionRequestSchema } from '@uni-phone/contract/schemas'
import { type Context, Hono } from 'hono'
import { requireSession, requireToken, type SilentSignIn, signedOut, toAccountsProblem } from '../accounts'
import { ApiError } from '../errors'
import type { FindMiniProgram } from '../exchange'
import { type AppEnv, fingerprintOf, readJson, readKey, readMiniProgram, toEmptyReply, toReply } from '../http'
import type { Log } from '../observability'

export interface SessionRoutesOptions {
  /** Rejects a request that is over a limit. */
  readonly guard: (c: Context<AppEnv>) => Promise<void>
  readonly accounts: Accounts
  readonly signInSilently: SilentSignIn
  readonly findMiniProgram: FindMiniProgram
  readonly log: Log
}

async function readLoginCode(c: Context): Promise<string> {
  const parsed = sessionRequestSchema.safeParse(await readJson(c))
  if (parsed.success) return parsed.data.loginCode
  throw new ApiError('invalid_request', 'The body must be {"loginCode"}: the code of uni.login, a string.')
}

/** The page needs no more of a number than its last digits. */
function toAccount({ id, phone }: Account): SessionResponse['account'] {
  if (phone === undefined) return { id }
  return { id, countryCode: phone.countryCode, endsIn: phone.purePhoneNumber.slice(-4) }
}

/** `/api/v1/session`, `/api/v1/sessions` and `/api/v1/account`: signing in without a tap, and leaving. */
export function createSessionRoutes(options: SessionRoutesOptions) {
  const { guard, accounts, signInSilently, findMiniProgram, log } = options
  const routes = new Hono<AppEnv>()

  /** Ends something that a token opens. */
  async function end(
    c: Context<AppEnv>,
    what: string,
    work: (token: string) => Promise<string | undefined>,
  ): Promise<Response> {
    await guard(c)
    const requestId = c.get('requestId')
    const accountId = await work(requireToken(c)).catch((error: unknown) => {
      throw toAccountsProblem(error, log, requestId)
    })
    if (accountId === undefined) throw signedOut()
    log.info({ requestId, accountId }, what)
    return toEmptyReply(c)
  }

  routes.post(SESSION_PATH, async (c) => {
    await guard(c)
    const header = c.req.header(IDEMPOTENCY_KEY_HEADER)
    const app = readMiniProgram(c, findMiniProgram)
    const key = header === undefined ? undefined : app.keyPrefix + readKey(header)
    const loginCode = await readLoginCode(c)
    const fingerprint = fingerprintOf(SESSION_PATH, loginCode)
    const [client, requestId] = [c.get('client') ?? '', c.get('requestId')]
    const { session, replayed } = await signInSilently({ key, fingerprint, client, loginCode, requestId, app })
    c.set('replayed', replayed)
    return toReply(c, session)
  })

  routes.get(SESSION_PATH, async (c) => {
    await guard(c)
    const { expiresAt, account } = await requireSession(c, accounts, log)
    return toReply(c, { expiresAt, account: toAccount(account) } satisfies SessionResponse)
  })

  routes.delete(SESSION_PATH, (c) => end(c, 'signed out', (token) => accounts.signOut(token)))
  routes.delete(SESSIONS_PATH, (c) => end(c, 'signed out everywhere', (token) => accounts.signOutEverywhere(token)))
  routes.delete(ACCOUNT_PATH, (c) => end(c, 'account closed', (token) => accounts.closeAccount(token)))
  return routes
}
