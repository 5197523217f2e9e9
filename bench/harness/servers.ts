import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { startHttpProgram } from './child'
import type { FakeWeChat } from './fake-wechat'

/** Starts the built server with the emulator as its WeChat, and without limits. */
export const startServer = (wechatUrl: string, env: NodeJS.ProcessEnv = {}) =>
  startHttpProgram(['apps/server/dist/main.mjs'], {
    WECHAT_MODE: 'wechat',
    WECHAT_APPID: SANDBOX_APP_ID,
    WECHAT_SECRET: SANDBOX_APP_SECRET,
    WECHAT_API_BASE_URL: wechatUrl,
    RATE_LIMIT_PER_MINUTE: '100000000',
    ...env,
  })

/** Starts a Hono server that reads a session by one query. */
export const startBareSessions = (databaseUrl: string) =>
  startHttpProgram(['--import', 'tsx', 'bench/harness/bare-sessions.ts', databaseUrl])

/** Starts a Hono server that makes the same call and nothing else. */
export const startBareServer = async (wechat: FakeWeChat) =>
  startHttpProgram(['--import', 'tsx', 'bench/harness/bare-server.ts', wechat.url, await wechat.fetchToken()])
