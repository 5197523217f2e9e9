/**
 * Stands in for @dcloudio/uni-app: its hooks need uni's own build of Vue. Here a hook is recorded, and `showPage` runs
 * them in the order of a page that opens.
 */
type Hook = () => void

let recorded: { load: Hook[]; show: Hook[]; hide: Hook[] } = { load: [], show: [], hide: [] }

export function onLoad(hook: Hook): void {
  recorded.load.push(hook)
}

export function onShow(hook: Hook): void {
  recorded.show.push(hook)
}

export function onHide(hook: Hook): void {
  recorded.hide.push(hook)
}

/** A page that is left is hidden too, as far as these pages are concerned. */
export const onUnload = onHide

export function hidePage(): void {
  for (const hook of recorded.hide.splice(0)) hook()
}

export function showPage(): void {
  for (const hook of [...recorded.load.splice(0), ...recorded.show]) hook()
}

export function forgetPages(): void {
  recorded = { load: [], show: [], hide: [] }
}
