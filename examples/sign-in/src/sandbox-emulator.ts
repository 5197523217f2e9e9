import { EmulatorError, type RunningEmulator, startEmulator } from '@uni-phone/wechat-emulator'

/** The sandbox's WeChat: what listens at this address already (`pnpm emulator`), else one of our own. */
export async function ensureEmulator(baseUrl: string): Promise<RunningEmulator | undefined> {
  try {
    return await startEmulator({ port: Number(new URL(baseUrl).port) })
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'port_taken') return undefined
    throw error
  }
}
