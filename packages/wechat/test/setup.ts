import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { createWeChatClient, type WeChatClientEvent, type WeChatClientOptions } from '../src/index'

export const PHONE_PATH = '/wxa/business/getuserphonenumber'
export const TOKEN_PATH = '/cgi-bin/stable_token'
export const CLASSIC_PATH = '/cgi-bin/token'
export const SESSION_PATH = '/sns/jscode2session'

export const WATERMARK = { timestamp: 1795327200, appid: SANDBOX_APP_ID }
export const PHONE_INFO = {
  phoneNumber: '13800138000',
  purePhoneNumber: '13800138000',
  countryCode: '86',
  watermark: WATERMARK,
}

export type Setup = Awaited<ReturnType<typeof setup>>

/** Starts a new emulator and a client of it. Both use a clock that only the test moves. */
export async function setup(options: Partial<WeChatClientOptions> = {}) {
  let time = WATERMARK.timestamp * 1000
  const now = () => time
  const emulator = await startEmulator({ port: 0, now })
  const events: WeChatClientEvent[] = []
  const onEvent = (event: WeChatClientEvent) => events.push(event)
  // no test waits this long; a short limit would make a busy machine fail
  const timeoutMs = 60_000
  const account = { appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET }
  const base = { ...account, baseUrl: emulator.url, timeoutMs, now, onEvent }
  const create = (more: Partial<WeChatClientOptions> = {}) => createWeChatClient({ ...base, ...options, ...more })
  const client = create()
  return {
    emulator,
    client,
    create,
    events,
    newCode: () => emulator.createPhoneCode({ phoneNumber: '13800138000' }).code,
    exchange: () => client.getPhoneNumber(emulator.createPhoneCode({ phoneNumber: '13800138000' }).code),
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

/** Returns the error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a rejection')
    },
    (error: unknown) => error,
  )
}

/** Starts `count` operations at the same time and waits for all of them. */
export const concurrently = (count: number, operation: () => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, operation))
