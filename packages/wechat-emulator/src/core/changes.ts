/** Tells whoever watches that something has changed, and which of the requests. */
export interface Changes<Item> {
  note: (item?: Item) => void
  /** Everything is another than before. */
  restart: () => void
  watch: (watcher: Watcher<Item>) => () => void
  watchers: () => number
}

export interface Watcher<Item> {
  note: (item: Item | undefined) => void
  restart: () => void
}

export function createChanges<Item>(): Changes<Item> {
  const watchers = new Set<Watcher<Item>>()
  return {
    note(item) {
      // on the path of every request: while nobody watches, this is all
      if (watchers.size === 0) return
      for (const watcher of watchers) watcher.note(item)
    },
    restart() {
      for (const watcher of watchers) watcher.restart()
    },
    watch(watcher) {
      watchers.add(watcher)
      return () => {
        watchers.delete(watcher)
      }
    },
    watchers: () => watchers.size,
  }
}
