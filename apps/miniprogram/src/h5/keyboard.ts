/**
 * Makes uni-app's custom elements work by keyboard: browsers do not know them, so Enter and Space would press nothing.
 * `tabindex` and `role` come from build/h5-accessibility.ts.
 */
export function enableKeyboard(): void {
  const { document } = globalThis
  document.addEventListener('keydown', (event) => {
    const focused = document.activeElement
    const dialog = [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].at(-1)
    if (event.key === 'Tab' && dialog !== undefined) keepFocusIn(dialog, event)
    if (focused instanceof HTMLElement && isPressKey(focused, event)) focused.click()
  })
}

function isPressKey(element: HTMLElement, event: KeyboardEvent): boolean {
  if (element.getAttribute('tabindex') !== '0' || (event.key !== 'Enter' && event.key !== ' ')) return false
  // a space would scroll the page
  event.preventDefault()
  return true
}

/** Keeps the focus in an open dialog: the page below it must not be reachable. */
function keepFocusIn(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>('[tabindex="0"], input')]
  const at = stops.findIndex((stop) => stop === dialog.ownerDocument.activeElement)
  const next = event.shiftKey ? (at <= 0 ? stops.length - 1 : at - 1) : (at + 1) % stops.length
  event.preventDefault()
  stops[next]?.focus()
}
