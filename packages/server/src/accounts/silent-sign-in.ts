import { hash, randomUUID } from 'node:crypto'
import type { Accounts } from '@uni-phone/accounts'
import { ERROR_CODES, type SignInResponse } from '@uni-phone/contract'
import { WeChatError } from '@uni-phone/wechat'
import { ApiError, toApiError } from '../errors'
import { fromWeChat, inProgress, type MiniProgram, mismatch, storeFull } from '../exchange'
import type { Acquisition, IdempotencyStore, Identity, StoredRequest } from '../idempotency'
import { type Log, logWeChatError, type Metrics } from '../observability'
import { toAccountsProblem } from './accounts-problem'

export interface SilentSignInOptions {
  readonly accounts: Accounts
  readonly store: IdempotencyStore
  /** How long WeChat may take, in milliseconds. */
  readonly identityMs: number
  readonly log: Log
  readonly metrics: Metrics
}

/** A login code that comes alone. */
export interface SilentRequest extends Pick<StoredRequest, 'fingerprint' | 'client'> {
  /** Idempotency key. @default the answer is not kept */
  readonly key?: string | undefined
  readonly loginCode: string
  readonly requestId: string
  readonly app: MiniProgram
}

export interface SilentResult {
  readonly session: SignInResponse
  /** The answer was kept from an earlier request. */
  readonly replayed: boolean
}

const DETAILS = {
  code_rejected:
    'WeChat does not accept this login code: it was used before, is older than five minutes, or is of another mini program. Call uni.login again.',
  outcome_unknown: 'The answer to this login code was lost. Call uni.login again.',
} as const

function isDetailed(code: string): code is keyof typeof DETAILS {
  return Object.hasOwn(DETAILS, code)
}

/** The texts of an exchange speak of a tap; here the page helps itself with another login code. */
function toProblem(problem: ApiError): ApiError {
  return isDetailed(problem.code) ? new ApiError(problem.code, DETAILS[problem.code]) : problem
}

const required = (): ApiError =>
  new ApiError('phone_number_required', 'No account is known for this WeChat user. A phone number has to come first.')

function toKept(code: ApiError['code']): ApiError {
  if (code === 'phone_number_required') return required()
  return isDetailed(code) ? new ApiError(code, DETAILS[code]) : toApiError(undefined)
}

/** Creates the sign-in by a login code alone, for people who have an account. */
export function createSilentSignIn({ accounts, store, identityMs, log, metrics }: SilentSignInOptions) {
  async function resolveIdentity({ loginCode, requestId, app }: SilentRequest): Promise<Identity> {
    try {
      const { openid, unionid } = await app.wechat.codeToSession(loginCode, { timeoutMs: identityMs })
      return { openid, unionid }
    } catch (error) {
      if (!(error instanceof WeChatError)) throw error
      logWeChatError(log, error, { requestId, appId: app.label })
      throw toProblem(fromWeChat(error.code, { code: '' }))
    }
  }

  async function signIn({ openid = '', unionid }: Identity, exchangeId: string, { app, requestId }: SilentRequest) {
    const { appId } = app
    const signedIn = await accounts.signInSilently({ appId, openid, unionid, exchangeId }).catch((error: unknown) => {
      throw toAccountsProblem(error, log, requestId)
    })
    if (signedIn === undefined) throw required()
    metrics.signedIn('silent')
    log.info({ requestId, accountId: signedIn.account.id }, 'signed in silently')
    const { token, expiresAt } = signedIn
    return { token, expiresAt }
  }

  async function settleFailure(error: ApiError, request: StoredRequest, identity?: Identity): Promise<never> {
    if (ERROR_CODES[error.code].retryable) await store.release(request, identity)
    else await store.save(request, { outcome: 'problem', code: error.code })
    throw error
  }

  /** A login code works once: what it gave is kept for the retry if the database fails. */
  async function run(silent: SilentRequest, request: StoredRequest, known?: Identity): Promise<SilentResult> {
    let identity = known
    // the body is in it: a stranger who repeats the key does not end this session
    const exchangeId = hash('sha256', `session ${request.key} ${request.fingerprint}`, 'base64url')
    try {
      identity ??= await resolveIdentity(silent)
      const session = await signIn(identity, exchangeId, silent)
      await store.save(request, { outcome: 'session', ...session })
      return { session, replayed: false }
    } catch (error) {
      return await settleFailure(toApiError(error), request, identity)
    }
  }

  async function proceed(acquisition: Acquisition, silent: SilentRequest, request: StoredRequest) {
    switch (acquisition.state) {
      case 'acquired':
        return run(silent, request, acquisition.identity)
      case 'answered':
        return replay(acquisition.answer)
      case 'pending':
        throw inProgress()
      case 'mismatch':
        throw mismatch()
      case 'full':
        throw storeFull(acquisition.scope)
      case 'orphaned':
        return settleFailure(toKept('outcome_unknown'), request)
    }
  }

  return async (silent: SilentRequest): Promise<SilentResult> => {
    const { key, fingerprint, client } = silent
    if (key !== undefined) {
      const request = { key, fingerprint, client }
      return proceed(await store.acquire(request), silent, request)
    }
    const session = await signIn(await resolveIdentity(silent), randomUUID(), silent)
    return { session, replayed: false }
  }
}

function replay(answer: Extract<Acquisition, { state: 'answered' }>['answer']): SilentResult {
  if (answer.outcome === 'phone') throw mismatch()
  if (answer.outcome === 'problem') throw toKept(answer.code)
  const { token, expiresAt } = answer
  return { session: { token, expiresAt }, replayed: true }
}

export type SilentSignIn = ReturnType<typeof createSilentSignIn>
