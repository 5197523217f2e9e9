/**
 * Stands in for @dcloudio/uni-app: its hooks need uni's own build of Vue. Here a hook is recorded, and `showPage` runs
 * them in the order of a page that opens.
 */
type Hook = () => void

const NONE = () => ({ load: [], show: [], hide: [], unload: [] })

let recorded: Record<'load' | 'show' | 'hide' | 'unload', Hook[]> = NONE()

export function onLoad(hook: Hook): void {
  recorded.load.push(hook)
}

export function onShow(hook: Hook): void {
  recorded.show.push(hook)
}

export function onHide(hook: Hook): void {
  recorded.hide.push(hook)
}

export function onUnload(hook: Hook): void {
  recorded.unload.push(hook)
}

/** Another page, or another app, comes before it. */
export function hidePage(): void {
  for (const hook of recorded.hide.splice(0)) hook()
}

/** The way back: WeChat does not hide a page that it ends. */
export function unloadPage(): void {
  for (const hook of recorded.unload.splice(0)) hook()
}

export function showPage(): void {
  for (const hook of [...recorded.load.splice(0), ...recorded.show]) hook()
}

export function forgetPages(): void {
  recorded = NONE()
}
