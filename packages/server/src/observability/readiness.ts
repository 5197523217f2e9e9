import { WeChatError } from '@uni-phone/wechat'
import { Hono } from 'hono'
import type { AppEnv } from '../http/app-env'
import { toReply } from '../http/response'

/** Asked by whatever decides which instances get requests. */
export const READINESS_PATH = '/readyz'

/** How the parts are that an instance needs. */
export interface ReadinessState {
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

/** `GET /readyz`: 200 while this instance can work, else 503; the body names each part. */
export function createReadinessRoute(readiness: Readiness) {
  return new Hono<AppEnv>().get(READINESS_PATH, async (c) => {
    const state = await readiness.check()
    return toReply(c, state, { status: state.ready ? 200 : 503 })
  })
}
