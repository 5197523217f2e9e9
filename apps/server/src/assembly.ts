import { createWeChatClient } from '@uni-phone/wechat'
import { type App, createApp } from './app'
import { createClientEventLog } from './client-event-log'
import type { Config } from './config'
import type { Log } from './log'
import { createMemoryAnswerStore } from './memory-answer-store'
import { onPhoneNumber } from './on-phone-number'
import { createRateLimit } from './rate-limit'
import { createRedisAnswerStore } from './redis-answer-store'
import { connectRedis } from './redis-connection'
import { createSealer } from './sealer'

/** The app a configuration asks for, and what ends its connections. */
export interface Assembly {
  readonly app: App
  close(): Promise<void>
}

/** What instances share: in Redis where there is one, else in this process alone. */
function createShared({ redisUrl, appId, appSecret, rateLimitPerMinute: perMinute }: Config, log: Log) {
  const memory = createMemoryAnswerStore({ now: Date.now })
  if (redisUrl === undefined)
    return { answers: memory, rateLimit: createRateLimit({ perMinute }), disconnect: () => undefined }
  const connection = connectRedis(redisUrl, log)
  const { redis } = connection
  const sealer = createSealer({ appId, appSecret })
  const answers = createRedisAnswerStore({ redis, sealer, memory })
  return {
    answers,
    rateLimit: createRateLimit({ perMinute, shared: { redis, sealer } }),
    disconnect: () => {
      connection.close()
    },
  }
}

function createClient({ appId, appSecret, wechatBaseUrl, tokenEndpoint }: Config, log: Log) {
  const onEvent = createClientEventLog(log)
  return createWeChatClient({ appId, appSecret, baseUrl: wechatBaseUrl, accessToken: tokenEndpoint, onEvent })
}

/** Puts an app together as a configuration says. */
export function assemble(config: Config, log: Log): Assembly {
  const { mode, appId, wechatBaseUrl, requestTimeoutMs, responseForm, corsOrigins, trustProxy } = config
  const wechat = createClient(config, log)
  const { answers, rateLimit, disconnect } = createShared(config, log)
  const sandbox = mode === 'sandbox' ? { baseUrl: wechatBaseUrl, appId } : undefined
  const legacyAppId = config.legacyPhoneNumber ? appId : undefined
  const settings = { requestTimeoutMs, responseForm, corsOrigins, trustProxy, sandbox, legacyAppId }
  return {
    app: createApp({ wechat, onPhoneNumber, answers, rateLimit, log, ...settings }),
    async close() {
      disconnect()
      await wechat.close()
    },
  }
}
