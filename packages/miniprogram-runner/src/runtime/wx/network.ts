import { createListenerList } from '../host/listener-list'
import { createCallbackApi, type ReportError, type WxFunctions } from '../host/callback-api'

/** Whether the phone has a network, and who wants to know. */
export interface Network {
  isOnline: () => boolean
  setOnline: (isOnline: boolean) => void
  /** Calls back once when the network goes; returns a function that forgets the callback. */
  onLost: (callback: () => void) => () => void
  /** Ends all requests, and lets no further one out: nobody hears of it. */
  end: () => void
  isOver: () => boolean
  functions: WxFunctions
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.onNetworkStatusChange.html */
export function createNetwork(reportError: ReportError): Network {
  const listeners = createListenerList(reportError)
  const waiting = new Set<() => void>()
  let online = true
  let over = false
  const networkType = (): string => (online ? 'wifi' : 'none')

  const lose = (): void => {
    online = false
    for (const callback of [...waiting]) callback()
  }

  return {
    isOnline: () => online,
    isOver: () => over,
    end() {
      over = true
      lose()
    },
    setOnline(isOnline) {
      if (isOnline === online) return
      if (isOnline) online = true
      else lose()
      listeners.call({ isConnected: online, networkType: networkType() })
    },
    onLost(callback) {
      waiting.add(callback)
      return () => waiting.delete(callback)
    },
    functions: {
      getNetworkType: createCallbackApi('getNetworkType', () => ({ networkType: networkType() }), reportError),
      onNetworkStatusChange: listeners.add,
      offNetworkStatusChange: listeners.remove,
    },
  }
}
