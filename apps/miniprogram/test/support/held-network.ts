import type { Network } from '../../src/phone-number/wechat/network'

/** Creates a network that a test switches off and on. */
export function createHeldNetwork() {
  let isOnline = true
  let waiting: (() => void)[] = []
  const network: Network = {
    isOnline: () => Promise.resolve(isOnline),
    whenOnline: () => new Promise((resolve) => waiting.push(resolve)),
  }
  return {
    network,
    setOnline: (online: boolean) => {
      isOnline = online
      if (!online) return
      for (const resolve of waiting) resolve()
      waiting = []
    },
  }
}
