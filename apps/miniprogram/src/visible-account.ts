import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { shallowRef } from 'vue'
import type { AppAccount } from './account'

/**
 * Follows the account's state while the page is shown: a hidden page would send data to a view that nobody sees. `hold`
 * stops it until `release`, while WeChat's sheet is open.
 */
export function useVisibleAccount(account: AppAccount) {
  const user = shallowRef(account.state.value)
  let isShown = false
  let isHeld = false

  function follow(): void {
    if (isShown && !isHeld) user.value = account.state.value
  }

  function show(isNow: boolean): void {
    isShown = isNow
    follow()
  }

  function hold(isNow: boolean): void {
    isHeld = isNow
    follow()
  }

  onShow(() => {
    show(true)
  })
  onHide(() => {
    show(false)
  })
  onUnload(account.subscribe(follow))
  return {
    user,
    hold: () => {
      hold(true)
    },
    release: () => {
      hold(false)
    },
  }
}
