import { type Clock, systemClock, withTimeout } from '../clock'

interface LoginCodeOptions {
  readonly login?: () => Promise<string | undefined>
  readonly clock?: Clock
}

/** WeChat's login codes expire after five minutes. */
const FRESH_MS = 4 * 60_000
const EXPIRED_MS = 5 * 60_000
const LOGIN_TIMEOUT_MS = 3_000
/** For a phone that does not keep to that. */
const WATCHDOG_MS = 3_500

/**
 * Keeps a code of `uni.login` ready before the tap: a login inside the button's callback may change the session_key with
 * which WeChat encrypted the event's data.
 *
 * `prepare` fetches a code unless a fresh one is there, and keeps it fresh; call it when the page is shown and after each
 * event. `pause` stops fetching while the page is hidden or WeChat's sheet is open. `consume` hands the code out once, and
 * undefined if WeChat gave none or it has expired.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/deprecatedGetPhoneNumber.html
 */
export function createLoginCode({ login = loginToWeChat, clock = systemClock }: LoginCodeOptions = {}) {
  let ready: { code: Promise<string | undefined>; fetchedAt: number } | undefined
  let cancelRefresh: () => void = () => undefined

  function fetchCode(): Promise<string | undefined> {
    const none = () => Promise.resolve(undefined)
    return withTimeout(clock, WATCHDOG_MS, login().catch(none), none)
  }

  function prepare(): void {
    cancelRefresh()
    const now = clock.now()
    if (ready === undefined || now - ready.fetchedAt >= FRESH_MS) ready = { code: fetchCode(), fetchedAt: now }
    cancelRefresh = clock.after(ready.fetchedAt + FRESH_MS - now, prepare)
  }

  return {
    prepare,
    pause: () => {
      cancelRefresh()
    },
    consume() {
      const isUsable = ready !== undefined && clock.now() - ready.fetchedAt < EXPIRED_MS
      const code = isUsable ? ready?.code : undefined
      ready = undefined
      return code ?? Promise.resolve(undefined)
    },
  }
}

export type LoginCode = ReturnType<typeof createLoginCode>

/** The exchange works without a login code; the server only learns less about the user. */
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
