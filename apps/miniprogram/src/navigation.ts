const HOME = '/pages/index/index'

// with a `fail` callback uni-app returns no promise, whose rejection nobody would handle

/** Opens a page above the current one, or a page of the tab bar. */
export function openPage(url: string): void {
  uni.navigateTo({
    url,
    fail() {
      uni.switchTab({ url, fail: warnAboutPage(url) })
    },
  })
}

/** Goes back to the previous page; home if there is none. */
export function leavePage(): void {
  if (getCurrentPages().length > 1) uni.navigateBack({ fail: openHome })
  else openHome()
}

export function setTitle(title: string): void {
  uni.setNavigationBarTitle({ title, fail: () => undefined })
}

function openHome(): void {
  uni.reLaunch({ url: HOME, fail: warnAboutPage(HOME) })
}

function warnAboutPage(url: string): (failure: unknown) => void {
  return (failure) => {
    if (import.meta.env.DEV) console.warn(`${url} cannot be opened`, failure)
  }
}

/** Path of the owner's page for users who want to give another number, for example by SMS; undefined if there is none. */
export function readFallbackPage(): string | undefined {
  return import.meta.env.VITE_ANOTHER_WAY_PAGE || undefined
}

export function openFallbackPage(): void {
  const url = readFallbackPage()
  if (url !== undefined) openPage(url)
}
