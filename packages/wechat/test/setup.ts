import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { createWeChatClient, type WeChatClientEvent, type WeChatClientOptions } from '../src/index'

export const PHONE_PATH = '/wxa/business/getuserphonenumber'
export const TOKEN_PATH = '/cgi-bin/stable_token'
export const CLASSIC_PATH = '/cgi-bin/token'
export const SESSION_PATH = '/sns/jscode2session'

/** A fresh emulator and a client of it, on one clock that only the test moves. */
export async function setup(options: Partial<WeChatClientOptions> = {}) {
  let time = Date.parse('2026-11-22T06:00:00Z')
  const now = () => time
  const emulator = await startEmulator({ port: 0, now })
  const events: WeChatClientEvent[] = []
  const onEvent = (event: WeChatClientEvent) => events.push(event)
  const base = { appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET, baseUrl: emulator.url, now, onEvent }
  const create = (more: Partial<WeChatClientOptions> = {}) => createWeChatClient({ ...base, ...options, ...more })
  const client = create()
  return {
    emulator,
    client,
    create,
    events,
    newCode: () => emulator.createPhoneCode({ phoneNumber: '13800138000' }).code,
    calls: (path: string) => emulator.requests().filter((request) => request.path === path).length,
    advance(ms: number) {
      time += ms
    },
    async [Symbol.asyncDispose]() {
      await client.close()
      await emulator.close()
    },
  }
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a rejection')
    },
    (error: unknown) => error,
  )
}
