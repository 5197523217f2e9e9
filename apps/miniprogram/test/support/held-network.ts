import type { Network } from '../../src/phone-number/wechat/network'

/** Creates a network that a test switches off and on. */
export function createHeldNetwork() {
  let isOnline = true
  const listeners = new Set<() => void>()
  const network: Network = {
    isOnline: () => Promise.resolve(isOnline),
    onOnline(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return {
    network,
    setOnline: (online: boolean) => {
      isOnline = online
      if (online) for (const listener of listeners) listener()
    },
  }
}
