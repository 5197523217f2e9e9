export interface ChangeListener<Item> {
  readonly note: (item: Item | undefined) => void
  readonly restart: () => void
}

export type Changes<Item> = ReturnType<typeof createChanges<Item>>

/** Notifies listeners that something has changed and, if a request has, which one; `restart` means that everything has. */
export function createChanges<Item>() {
  const listeners = new Set<ChangeListener<Item>>()
  return {
    note(item?: Item) {
      // on the hot path: without a listener this is all that happens
      if (listeners.size === 0) return
      for (const listener of listeners) listener.note(item)
    },
    restart() {
      for (const listener of listeners) listener.restart()
    },
    listen(listener: ChangeListener<Item>) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    count: () => listeners.size,
  }
}
