import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AccountHooks, openAccounts } from '@uni-phone/accounts'
import { SANDBOX_APP_ID } from '@uni-phone/wechat-emulator'
import { type AppOptions, createRateLimit } from '../../src/index'
import { setup } from '../setup'

export const ANA = 'oAnaAnaAnaAnaAnaAnaAnaAnaAna'
export const BEN = 'oBenBenBenBenBenBenBenBenBen'
export const NUMBER = '13800138000'
export const OTHER_NUMBER = '13900139000'
export const DAY_MS = 24 * 60 * 60 * 1000

export interface Options extends Partial<AppOptions> {
  readonly hooks?: AccountHooks
}

/** The server with accounts in a file of its own, and the emulator as WeChat. All go by one clock. */
export async function setupAccounts({ hooks, ...options }: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-sign-in-'))
  const file = join(folder, 'accounts.db')
  let time = Date.parse('2026-11-22T06:00:00Z')
  const now = () => time
  const accounts = await openAccounts({ url: file, appId: SANDBOX_APP_ID, timeoutMs: 10_000, now, hooks })
  const server = await setup({ accounts, ...options })
  const { emulator, send } = server

  const json = { 'content-type': 'application/json' }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const phoneCode = (openid: string, phoneNumber: string) => emulator.createPhoneCode({ openid, phoneNumber }).code
  const loginCode = (openid: string) => emulator.createLoginCode({ openid }).code

  return {
    ...server,
    accounts,
    file,
    loginCode,
    phoneCode,
    /** A tap of the button: a phone code and a login code of one person. */
    tap: (openid: string, phoneNumber = NUMBER) => ({
      code: phoneCode(openid, phoneNumber),
      loginCode: loginCode(openid),
    }),
    /** Signs in by a number, or changes it with a token; returns the token. */
    async signIn(openid: string, phoneNumber = NUMBER): Promise<string> {
      const { body } = await server.post(this.tap(openid, phoneNumber))
      return (body.data as { token: string }).token
    },
    silently: (body: object, headers: Record<string, string> = {}) =>
      send('/api/v1/session', { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) }),
    session: (token: string) => send('/api/v1/session', { headers: bearer(token) }),
    end: (path: string, token: string) => send(path, { method: 'DELETE', headers: bearer(token) }),
    bearer,
    advance(ms: number) {
      time += ms
      server.advance(ms)
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await accounts.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export const refusalLimit = (perMinute: number) => createRateLimit({ perMinute, name: 'refusals' })
