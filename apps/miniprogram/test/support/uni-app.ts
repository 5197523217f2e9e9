/**
 * Stands in for @dcloudio/uni-app, whose hooks need uni's own build of Vue. Hooks are recorded here, and `showPage` runs
 * them in the order of a page that opens.
 */
type Query = Record<string, string>
type Hook = (query: Query) => void

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

/** Covers the page with another page or another app. */
export function hidePage(): void {
  for (const hook of recorded.hide.splice(0)) hook({})
}

/** Closes the page: WeChat does not hide a page that it unloads. */
export function unloadPage(): void {
  for (const hook of recorded.unload.splice(0)) hook({})
}

export function showPage(query: Query = {}): void {
  for (const hook of [...recorded.load.splice(0), ...recorded.show]) hook(query)
}

export function forgetPages(): void {
  recorded = NONE()
}
