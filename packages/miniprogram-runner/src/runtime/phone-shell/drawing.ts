/** An element of the phone around the mini program. */
export function draw(parent: Element, id: string, text = ''): HTMLElement {
  const element = document.createElement('div')
  element.id = id
  element.textContent = text
  parent.append(element)
  return element
}

/** Resolves with the id of the first of the elements that is tapped. */
export function waitForTap(elements: HTMLElement[]): Promise<string> {
  return new Promise((resolve) => {
    for (const element of elements) {
      element.addEventListener('click', () => {
        resolve(element.id)
      })
    }
  })
}
