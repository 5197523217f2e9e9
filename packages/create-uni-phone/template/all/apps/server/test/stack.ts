// {{#accounts}}
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccounts } from '@uni-phone/accounts'
// {{/accounts}}
import { createApp, startServer } from '@uni-phone/server'
import { createWeChatClient } from '@uni-phone/wechat'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'
import { onPhoneNumber } from '../src/on-phone-number'
import { routes } from '../src/routes'

export const PHONE_NUMBER = '13800138000'
export const MASKED_NUMBER = '138****8000'

/** Starts this project's server on a free port, with the emulator in WeChat's place. */
export async function startStack() {
  const emulator = await startEmulator({ port: 0 })
  const wechat = createWeChatClient({ appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET, baseUrl: emulator.url })
  // {{#accounts}}
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'))
  const accounts = await openAccounts({ url: join(folder, 'accounts.db'), appId: SANDBOX_APP_ID })
  const app = createApp({ wechat, accounts, onPhoneNumber, routes })
  // {{/accounts}}
  // {{#no-accounts}}
  const app = createApp({ wechat, onPhoneNumber, routes })
  // {{/no-accounts}}
  const server = await startServer(app, { port: 0, host: '127.0.0.1' })
  return {
    url: `http://127.0.0.1:${server.port}`,
    /** The code that WeChat's button gives after a tap. */
    newPhoneCode: () => emulator.createPhoneCode({ phoneNumber: PHONE_NUMBER }).code,
    /** The code that `wx.login` gives. */
    newLoginCode: () => emulator.createLoginCode().code,
    async close() {
      await server.stop()
      // {{#accounts}}
      await accounts.close()
      rmSync(folder, { recursive: true })
      // {{/accounts}}
      await wechat.close()
      await emulator.close()
    },
  }
}
