import type { AccountsLog, Database } from './database'
import type { CommittedSignIn, SignIn } from './sign-in'

/**
 * Hooks of a business for accounts that come and go. Each hook is called after the database has the change, and again if it
 * fails or the process ends meanwhile: it must be idempotent.
 */
export interface AccountHooks {
  /** Called before the first sign-in is answered. If it rejects, the sign-in does, and its retry calls it again. */
  readonly onAccountCreated?: ((signIn: SignIn) => void | Promise<void>) | undefined
  /** Called for each sign-in before it is answered. If it rejects, the sign-in does. */
  readonly onSignIn?: ((signIn: SignIn) => void | Promise<void>) | undefined
  /** Called when an account is gone: delete what you keep about this person. The account stays closed if it rejects. */
  readonly onAccountClosed?: ((accountId: string) => void | Promise<void>) | undefined
}

export interface HookRunnerOptions {
  readonly database: Database
  readonly hooks: AccountHooks
  readonly log: AccountsLog
}

/** Until the hook of a closed account is tried again. */
const RETRY_MS = 60_000

export function createHookRunner({ database, hooks, log }: HookRunnerOptions) {
  const { onAccountCreated, onSignIn, onAccountClosed } = hooks
  let retry: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function announceCreated(signIn: SignIn): Promise<void> {
    if (onAccountCreated === undefined) return
    await onAccountCreated(signIn)
    await database.write((work) =>
      work.updateTable('uni_phone_accounts').set({ hook_pending: 0 }).where('id', '=', signIn.account.id).execute(),
    )
  }

  async function announceClosed(hook: (accountId: string) => void | Promise<void>): Promise<void> {
    const closed = await database.read((connection) =>
      connection.selectFrom('uni_phone_closed_accounts').select('id').orderBy('closed_at').execute(),
    )
    for (const { id } of closed) {
      await hook(id)
      await database.write((work) => work.deleteFrom('uni_phone_closed_accounts').where('id', '=', id).execute())
    }
  }

  function tryLater(): void {
    log.warn({}, 'onAccountClosed failed. It is called again in a minute.')
    retry = setTimeout(() => void settleClosed(), RETRY_MS)
    retry.unref()
  }

  /** Calls the hook for every closed account it has not succeeded for. Never rejects. */
  async function settleClosed(): Promise<void> {
    if (onAccountClosed === undefined) return
    clearTimeout(retry)
    await running
    running = announceClosed(onAccountClosed).catch(tryLater)
    await running
  }

  return {
    /** Calls the hooks of a sign-in, and returns what the caller may see of it. */
    async afterSignIn({ hookPending, ...signIn }: CommittedSignIn): Promise<SignIn> {
      if (hookPending) await announceCreated(signIn)
      await onSignIn?.(signIn)
      return signIn
    },
    settleClosed,
    async stop(): Promise<void> {
      clearTimeout(retry)
      await running
    },
  }
}
