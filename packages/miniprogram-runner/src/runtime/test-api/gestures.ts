import type { MiniProgramElement } from './elements'

/** A tap of the finger: events of the document, which the framework's own gesture code turns into `tap`. */
export function tapOn(element: MiniProgramElement): void {
  if (element.isHidden) throw new Error(`tap: ${describeElement(element)} is hidden or gone`)
  for (const type of ['mousedown', 'mouseup']) {
    element.dom.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, clientX: 1, clientY: 1 }))
  }
}

/** Types into an `<input>` or `<textarea>`, in place of what stood there. */
export function typeInto(element: MiniProgramElement, text: string): void {
  const field = element.dom.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
  if (field === null) throw new Error(`input: ${describeElement(element)} is no text field`)
  if (field.disabled || element.isHidden) throw new Error(`input: ${describeElement(element)} is disabled or hidden`)
  field.value = field.maxLength >= 0 ? text.slice(0, field.maxLength) : text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function describeElement({ tag, className }: MiniProgramElement): string {
  return `<${tag} class="${className}">`
}
