/**
 * A list whose items keep their element, and with it focus and openness, as long as they are there.
 * @template Item
 * @template {{ root: HTMLElement }} View
 * @param {HTMLElement} parent
 * @param {{ key: (item: Item) => string, create: (item: Item) => View, update: (view: View, item: Item) => void }} parts
 */
export function createKeyedList(parent, { key, create, update }) {
  /** @type {Map<string, View>} */
  let views = new Map()
  /** @param {Item[]} items in the order in which they are to stand */
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
