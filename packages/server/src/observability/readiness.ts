import { setTimeout as sleep } from 'node:timers/promises'
import { WeChatError } from '@uni-phone/wechat'

/** Asked by whatever decides which instances get requests. */
export const READINESS_PATH = '/readyz'

/** Shorter than a proxy waits for the answer: a database that hangs must not look like an instance that is gone. */
const DATABASE_TIMEOUT_MS = 1_000

/** How the parts are that an instance needs. */
interface ReadinessState {
  readonly ready: boolean
  readonly parts: {
    /** `ready`, or why no access token can be had; the log says more. */
    readonly wechat: string
    /** The same by AppID, on a server that works for several mini programs: one of them is enough to be ready. */
    readonly apps?: Readonly<Record<string, string>>
    /** While it is `away`, each instance works alone: no reason to take it out. */
    readonly redis?: 'ready' | 'away'
    /** While it is `away`, requests that need an account are answered 503 everywhere: taking instances out helps nobody. */
    readonly accounts?: 'ready' | 'away'
    readonly process: 'running' | 'stopping'
  }
}

export interface Readiness {
  check: () => Promise<ReadinessState>
  /** From now on this instance wants no new requests. */
  stop: () => void
}

type GetAccessToken = () => Promise<unknown>

export interface ReadinessOptions {
  /** Has an access token, or rejects; one for each AppID on a server that works for several mini programs. */
  readonly getAccessToken: GetAccessToken | ReadonlyMap<string, GetAccessToken>
  readonly redisIsReady?: (() => boolean) | undefined
  /** Rejects unless the database of accounts takes writes. */
  readonly checkAccounts?: (() => Promise<void>) | undefined
}

async function checkToken(getAccessToken: GetAccessToken): Promise<string> {
  try {
    await getAccessToken()
    return 'ready'
  } catch (error) {
    return error instanceof WeChatError ? error.code : 'failed'
  }
}

export function createReadiness({ getAccessToken, redisIsReady, checkAccounts }: ReadinessOptions): Readiness {
  let stopping = false

  async function checkWeChat(): Promise<Pick<ReadinessState['parts'], 'wechat' | 'apps'>> {
    if (typeof getAccessToken === 'function') return { wechat: await checkToken(getAccessToken) }
    const checks = [...getAccessToken].map(async ([appId, get]) => [appId, await checkToken(get)] as const)
    const states = await Promise.all(checks)
    const wechat = states.find(([, state]) => state === 'ready')?.[1] ?? states[0]?.[1] ?? 'failed'
    return { wechat, apps: Object.fromEntries(states) }
  }

  async function checkDatabase() {
    if (checkAccounts === undefined) return undefined
    const answered = checkAccounts().then(
      () => 'ready' as const,
      () => 'away' as const,
    )
    return { accounts: await Promise.race([answered, sleep(DATABASE_TIMEOUT_MS, 'away' as const, { ref: false })]) }
  }

  return {
    async check() {
      const [wechat, accounts] = await Promise.all([checkWeChat(), checkDatabase()])
      const redis = redisIsReady && { redis: redisIsReady() ? ('ready' as const) : ('away' as const) }
      const process = stopping ? ('stopping' as const) : ('running' as const)
      return { ready: wechat.wechat === 'ready' && !stopping, parts: { ...wechat, ...redis, ...accounts, process } }
    },
    stop() {
      stopping = true
    },
  }
}
