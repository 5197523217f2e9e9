import { word } from './i18n.js'

/**
 * Returns the element with this id; the page must have one.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no #${id}`)
  return /** @type {T} */ (found)
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/**
 * Sets a text only if it differs: otherwise screen readers would repeat it, and a selection would be lost.
 * @param {HTMLElement} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text
}

/**
 * Renders a list by key: an item keeps its element, and with it focus and open details, for as long as it is listed.
 * @template Item
 * @template {{ root: HTMLElement }} View
 * @param {HTMLElement} parent
 * @param {{ key: (item: Item) => string, create: (item: Item) => View, update: (view: View, item: Item) => void }} parts
 */
export function createKeyedList(parent, { key, create, update }) {
  /** @type {Map<string, View>} */
  let views = new Map()
  /** @param {Item[]} items in display order */
  return (items) => {
    const next = new Map(items.map((item) => [key(item), views.get(key(item)) ?? create(item)]))
    for (const [name, view] of views) if (next.get(name) !== view) view.root.remove()
    views = next
    items.forEach((item, index) => {
      const view = next.get(key(item))
      if (view === undefined) return
      update(view, item)
      if (parent.children[index] !== view.root) parent.insertBefore(view.root, parent.children[index] ?? null)
    })
  }
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

/** @param {string} text */
export function notify(text) {
  setText(byId('toast'), text)
  clearTimeout(timer)
  timer = setTimeout(() => setText(byId('toast'), ''), 4000)
}

/**
 * Calls the control API. A failure is shown to the user and returns undefined.
 * @param {string} name
 * @param {object} [body] omit it for a DELETE
 * @returns {Promise<Record<string, unknown> | undefined>}
 */
export async function command(name, body) {
  try {
    const reply = await fetch(`/_emulator/${name}`, {
      method: body === undefined ? 'DELETE' : 'POST',
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const answer = await reply.json()
    if (reply.ok) return answer
    notify(`${word('failed')}: ${answer.error}`)
  } catch {
    notify(word('failed'))
  }
  return undefined
}

/** @param {HTMLElement} source */
export async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '')
    notify(word('copied'))
  } catch {
    getSelection()?.selectAllChildren(source)
    notify(word('copyByHand'))
  }
}
