import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { shallowRef } from 'vue'
import type { AccountState, AppAccount } from './account'

/**
 * Follows the account's state while the page is shown: a hidden page would send data to a view that nobody sees. `hold`
 * stops it until `release`, while WeChat's sheet is open. `onChange` is called with the state before.
 */
export function useVisibleAccount(account: AppAccount, onChange: (before: AccountState) => void = () => undefined) {
  const user = shallowRef(account.state.value)
  let isShown = false
  let isHeld = false

  function follow(): void {
    const before = user.value
    if (!isShown || isHeld || before === account.state.value) return
    user.value = account.state.value
    onChange(before)
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
