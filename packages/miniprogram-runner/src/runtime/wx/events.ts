import type { ListenerList, WxCalls, WxFunctions } from '../host/index'

/** Reason why a network request ends before it is answered; follows `request:fail `. */
export type NetworkLoss = 'disconnected' | 'interrupted' | 'closed'

/** State of the phone's network. */
export interface Network {
  /** Reason why no request can be sent now. */
  readonly loss: () => NetworkLoss | undefined
  readonly setOnline: (isOnline: boolean) => void
  /** Ends all requests, and refuses new ones until `resume`. */
  readonly interrupt: () => void
  readonly resume: () => void
  /** Ends all requests for good, without calling back. */
  readonly close: () => void
  /** Calls back once when a request has to end; returns a function that removes the callback. */
  readonly onLoss: (callback: (loss: NetworkLoss) => void) => () => void
  readonly functions: WxFunctions
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/device/network/wx.onNetworkStatusChange.html */
export function createNetwork(calls: WxCalls): Network {
  const listeners = calls.listeners('onNetworkStatusChange')
  const waiting = new Set<(loss: NetworkLoss) => void>()
  const losses = new Set<NetworkLoss>()
  const isOnline = (): boolean => !losses.has('disconnected')
  const networkType = (): string => (isOnline() ? 'wifi' : 'none')

  function lose(loss: NetworkLoss): void {
    losses.add(loss)
    for (const callback of [...waiting]) callback(loss)
  }

  function setOnline(online: boolean): void {
    if (online === isOnline()) return
    if (online) losses.delete('disconnected')
    else lose('disconnected')
    listeners.call({ isConnected: online, networkType: networkType() })
  }

  return {
    loss: () => (losses.has('closed') ? 'closed' : [...losses][0]),
    setOnline,
    interrupt: () => {
      lose('interrupted')
    },
    resume: () => {
      losses.delete('interrupted')
    },
    close: () => {
      lose('closed')
    },
    onLoss(callback) {
      waiting.add(callback)
      return () => waiting.delete(callback)
    },
    functions: {
      getNetworkType: calls.create('getNetworkType', () => ({ networkType: networkType() })),
      onNetworkStatusChange: listeners.add,
      offNetworkStatusChange: listeners.remove,
    },
  }
}

/** Events of the whole mini program. */
export interface AppEvents {
  readonly shown: ListenerList
  readonly hidden: ListenerList
  readonly functions: WxFunctions
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onAppShow.html */
export function createAppEvents(calls: WxCalls): AppEvents {
  const shown = calls.listeners('onAppShow')
  const hidden = calls.listeners('onAppHide')
  // the drawn phone keeps its size
  const resized = calls.listeners('onWindowResize')
  const functions: WxFunctions = {
    onAppShow: shown.add,
    offAppShow: shown.remove,
    onAppHide: hidden.add,
    offAppHide: hidden.remove,
    onWindowResize: resized.add,
    offWindowResize: resized.remove,
  }
  return { shown, hidden, functions }
}
