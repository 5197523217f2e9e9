import { type Clock, systemClock } from './clock'

export interface LoginCode {
  /** Gets a code ready, unless a fresh one is there, and keeps it fresh. Called when the page is shown and after each answer. */
  prepare: () => void
  /** Asks for no further code: the page is hidden, or WeChat's sheet is open. */
  rest: () => void
  /** Hands the code over, once; undefined where WeChat gave none. */
  take: () => Promise<string | undefined>
}

interface LoginCodeOptions {
  login?: () => Promise<string | undefined>
  clock?: Clock
}

/** WeChat's codes die after five minutes. */
const FRESH_MS = 4 * 60_000
const LOGIN_TIMEOUT_MS = 3_000

/**
 * The code of `uni.login`, always asked for ahead of the tap: a login inside the button's callback may change the
 * session_key that what came with the tap is encrypted with.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html
 */
export function createLoginCode({ login = loginToWeChat, clock = systemClock }: LoginCodeOptions = {}): LoginCode {
  let ready: { code: Promise<string | undefined>; at: number } | undefined
  let rest: () => void = () => undefined

  function prepare(): void {
    rest()
    const now = clock.now()
    if (ready === undefined || now - ready.at >= FRESH_MS) ready = { code: login(), at: now }
    rest = clock.after(ready.at + FRESH_MS - now, prepare)
  }

  return {
    prepare,
    rest: () => {
      rest()
    },
    take() {
      const code = ready?.code
      ready = undefined
      return code ?? Promise.resolve(undefined)
    },
  }
}

/** Never rejects: the number arrives without a login code too, the business only learns less of who it is. */
function loginToWeChat(): Promise<string | undefined> {
  return new Promise((resolve) => {
    // #ifdef H5
    resolve(undefined)
    // #endif
    // #ifdef MP-WEIXIN
    uni.login({
      timeout: LOGIN_TIMEOUT_MS,
      success: ({ code }) => {
        resolve(code || undefined)
      },
      fail: () => {
        resolve(undefined)
      },
    })
    // #endif
  })
}
