/**
 * uni-app's elements on a page are unknown to the browser: without this nothing on it can be reached or pressed by key.
 * `tabindex` and `role` come from build/h5-accessibility.ts.
 */
export function followKeyboard(): void {
  const { document } = globalThis
  document.addEventListener('keydown', (event) => {
    const focused = document.activeElement
    const dialog = [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].at(-1)
    if (event.key === 'Tab' && dialog !== undefined) keepFocusIn(dialog, event)
    if (focused instanceof HTMLElement && isPressed(focused, event)) focused.click()
  })
}

function isPressed(element: HTMLElement, event: KeyboardEvent): boolean {
  if (element.getAttribute('tabindex') !== '0' || (event.key !== 'Enter' && event.key !== ' ')) return false
  // a space would scroll the page
  event.preventDefault()
  return true
}

/** What lies under a dialog is not to be reached while it is open. */
function keepFocusIn(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>('[tabindex="0"], input')]
  const at = stops.findIndex((stop) => stop === dialog.ownerDocument.activeElement)
  const next = event.shiftKey ? (at <= 0 ? stops.length - 1 : at - 1) : (at + 1) % stops.length
  event.preventDefault()
  stops[next]?.focus()
}
