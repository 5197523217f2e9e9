import { ConfigError, readConfig } from '@uni-phone/server'
import { EmulatorError, type RunningEmulator, startEmulator } from '@uni-phone/wechat-emulator'

/** Whether this is the sandbox. What is wrong with the configuration is the server's to say. */
function isSandbox(environment: NodeJS.ProcessEnv): boolean {
  try {
    return readConfig(environment).mode === 'sandbox' && !environment.WECHAT_API_BASE_URL
  } catch (error) {
    if (error instanceof ConfigError) return false
    throw error
  }
}

/** The sandbox's WeChat, unless one listens there already (`pnpm emulator`). */
export async function startSandbox(environment: NodeJS.ProcessEnv): Promise<RunningEmulator | undefined> {
  if (!isSandbox(environment)) return undefined
  try {
    return await startEmulator({ port: Number(new URL(readConfig(environment).wechatBaseUrl).port) })
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'port_taken') return undefined
    throw error
  }
}
