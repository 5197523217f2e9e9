import { type WeChatEndpoint, WeChatError } from '../errors/wechat-error'

const MIN_PAUSE_MS = 200
const MAX_PAUSE_MS = 500

export interface BusyRetryOptions {
  readonly random: () => number
  readonly sleep: (ms: number) => Promise<void>
}

function isBusy(error: unknown, endpoint: WeChatEndpoint): boolean {
  return error instanceof WeChatError && error.errcode === -1 && error.endpoint === endpoint
}

/** Makes a call, and once more after a short pause if its endpoint says that WeChat is busy (-1). */
export async function retryBusy<T>(
  endpoint: WeChatEndpoint,
  call: (attempt: 1 | 2) => Promise<T>,
  { random, sleep }: BusyRetryOptions,
): Promise<T> {
  try {
    return await call(1)
  } catch (error) {
    if (!isBusy(error, endpoint)) throw error
    await sleep(MIN_PAUSE_MS + random() * (MAX_PAUSE_MS - MIN_PAUSE_MS))
    return call(2)
  }
}
