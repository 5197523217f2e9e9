import { recordLog } from '@uni-phone/test-support/product'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { createWeChatClient } from '@uni-phone/wechat'
import { type AppOptions, createApp, MemoryStore, startServer } from '../src/index'

export const PHONE_PATH = '/wxa/business/getuserphonenumber'
export const SESSION_PATH = '/sns/jscode2session'
export const TOKEN_PATH = '/cgi-bin/stable_token'

export interface Reply {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

/** An emulator, a WeChat client and the server, each on a real port. */
export async function setup(options: Partial<AppOptions> = {}) {
  let time = Date.parse('2026-11-22T06:00:00Z')
  const now = () => time
  const emulator = await startEmulator({ port: 0, now })
  const account = { appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET }
  const wechat = createWeChatClient({ ...account, baseUrl: emulator.url, now })
  const { lines, log } = recordLog()
  const app = createApp({ wechat, now, log, store: new MemoryStore({ now }), ...options })
  const server = await startServer(app, { port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${server.port}`

  async function send(path: string, init: RequestInit): Promise<Reply> {
    const response = await fetch(url + path, init)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    }
  }

  return {
    emulator,
    server,
    url,
    lines,
    send,
    post: (body: unknown, headers: Record<string, string> = {}) =>
      send('/api/v1/phone-number', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    newCode: () => emulator.createPhoneCode({ phoneNumber: '13800138000' }).code,
    calls: (path: string) => emulator.requests().filter((request) => request.path === path).length,
    advance(ms: number) {
      time += ms
    },
    async [Symbol.asyncDispose]() {
      emulator.clearFaults()
      await emulator.close()
      await server.stop()
      await wechat.close()
    },
  }
}
