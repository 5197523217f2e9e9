import { WeChatError } from '@uni-phone/wechat'

/** Asked by whatever decides which instances get requests. */
export const READINESS_PATH = '/readyz'

/** How the parts are that an instance needs. */
interface ReadinessState {
  readonly ready: boolean
  readonly parts: {
    /** `ready`, or why no access token can be had; the log says more. */
    readonly wechat: string
    /** While it is `away`, each instance works alone: no reason to take it out. */
    readonly redis?: 'ready' | 'away'
    readonly process: 'running' | 'stopping'
  }
}

export interface Readiness {
  check: () => Promise<ReadinessState>
  /** From now on this instance wants no new requests. */
  stop: () => void
}

export interface ReadinessOptions {
  /** Has an access token, or rejects. */
  readonly getAccessToken: () => Promise<unknown>
  readonly redisIsReady?: (() => boolean) | undefined
}

export function createReadiness({ getAccessToken, redisIsReady }: ReadinessOptions): Readiness {
  let stopping = false

  async function checkWeChat(): Promise<string> {
    try {
      await getAccessToken()
      return 'ready'
    } catch (error) {
      return error instanceof WeChatError ? error.code : 'failed'
    }
  }

  return {
    async check() {
      const wechat = await checkWeChat()
      const redis = redisIsReady && { redis: redisIsReady() ? ('ready' as const) : ('away' as const) }
      const process = stopping ? ('stopping' as const) : ('running' as const)
      return { ready: wechat === 'ready' && !stopping, parts: { wechat, ...redis, process } }
    },
    stop() {
      stopping = true
    },
  }
}
