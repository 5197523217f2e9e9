import type { Connection } from '../src/phone-number/connection'

/** A network that a test switches off and on. */
export function createHeldConnection() {
  let isOnline = true
  let waiting: (() => void)[] = []
  const connection: Connection = {
    isOnline: () => Promise.resolve(isOnline),
    untilOnline: () => new Promise((resolve) => waiting.push(resolve)),
  }
  return {
    connection,
    setOnline: (online: boolean) => {
      isOnline = online
      if (!online) return
      for (const resolve of waiting) resolve()
      waiting = []
    },
  }
}
