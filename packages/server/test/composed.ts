import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordLog } from '@uni-phone/test-support/product'
import { type AccountSettings, startEmulator } from '@uni-phone/wechat-emulator'
import { compose } from '../src/boot/compose'
import { type Extension, readConfig, startServer } from '../src/index'
import type { Reply } from './setup'

export const [FIRST, SECOND, THIRD] = ['wx1111111111111111', 'wx2222222222222222', 'wx3333333333333333'] as const
const SECRETS: Readonly<Record<string, string>> = {
  [FIRST]: '1'.repeat(32),
  [SECOND]: '2'.repeat(32),
  [THIRD]: '3'.repeat(32),
}

/** An entry of `WECHAT_APPS`. */
export const entryOf = (appId: string, secret = SECRETS[appId] ?? '') => ({
  WECHAT_APPID: appId,
  WECHAT_SECRET: secret,
})

export interface ComposedOptions {
  /** Environment of the server, with the emulator's address and a folder for its files. */
  readonly env: (emulatorUrl: string, folder: string) => NodeJS.ProcessEnv
  readonly accounts?: readonly Partial<AccountSettings>[]
  readonly extension?: Extension
}

/** The server as an environment makes it, and an emulator with its accounts. */
export async function startComposed({ env, accounts = [], extension = {} }: ComposedOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-composed-'))
  const emulator = await startEmulator({ port: 0, appId: FIRST, appSecret: SECRETS[FIRST] ?? '' })
  for (const [appid, secret] of Object.entries(SECRETS)) emulator.setAccount({ appid, secret })
  for (const account of accounts) emulator.setAccount({ appid: FIRST, ...account })
  const { lines, log } = recordLog()
  const removeFolder = (): void => {
    rmSync(folder, { recursive: true })
  }
  const config = readConfig({ METRICS_PORT: '0', ...env(emulator.url, folder) })
  const composed = await compose(config, log, extension).catch(async (error: unknown) => {
    await emulator.close()
    removeFolder()
    throw error
  })
  const server = await startServer(composed.app, { port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${server.port}`

  async function send(path: string, init: RequestInit = {}): Promise<Reply> {
    const response = await fetch(url + path, init)
    const body = (await response.json()) as Reply['body']
    return { status: response.status, headers: response.headers, body }
  }

  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  return {
    emulator,
    lines,
    send,
    post,
    composed,
    /** Sends a phone code, as the mini program with this AppID. */
    exchange: (code: string, appId?: string, headers: Record<string, string> = {}) =>
      post('/api/v1/phone-number', { code }, { ...(appId !== undefined && { 'x-wechat-appid': appId }), ...headers }),
    codeOf: (appid: string, phoneNumber = '13800138000') => emulator.createPhoneCode({ appid, phoneNumber }).code,
    calls: (path: string) => emulator.requests().filter((request) => request.path === path).length,
    metrics: async () => (await composed.metrics?.toText()) ?? '',
    async [Symbol.asyncDispose]() {
      emulator.clearFaults()
      await emulator.close()
      await server.stop()
      await composed.close()
      removeFolder()
    },
  }
}
