import { createApp, startServer, type AppOptions } from '@uni-phone/server'
import { createWeChatClient } from '@uni-phone/wechat'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '@uni-phone/wechat-emulator'

export const PHONE_PATH = '/wxa/business/getuserphonenumber'
export const PHONE_NUMBER = '13800138000'
export const MASKED_NUMBER = '138****8000'

/** The emulator, and a server on a given port that takes it for WeChat. */
export async function startStack(port: number, dependencies: Partial<AppOptions> = {}) {
  const emulator = await startEmulator({ port: 0 })
  const wechat = createWeChatClient({ appId: SANDBOX_APP_ID, appSecret: SANDBOX_APP_SECRET, baseUrl: emulator.url })
  const sandbox = { baseUrl: emulator.url, appId: SANDBOX_APP_ID }
  const server = await startServer(createApp({ wechat, sandbox, ...dependencies }), { port, host: '127.0.0.1' })
  return {
    emulator,
    server,
    newCode: () => emulator.createPhoneCode({ phoneNumber: PHONE_NUMBER }).code,
    exchanges: () => emulator.requests().filter(({ path }) => path === PHONE_PATH).length,
    async [Symbol.asyncDispose]() {
      await emulator.close()
      await server.stop()
      await wechat.close()
    },
  }
}
