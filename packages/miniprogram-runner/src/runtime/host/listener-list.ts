import type { ReportError } from './callback-api'

type Listener = (value: unknown) => void

/** The listeners of one `wx.onX`. */
export interface ListenerList {
  add: (listener: Listener) => void
  /** Without a listener: all of them, as `wx.offX()` does. */
  remove: (listener?: Listener) => void
  call: (value?: unknown) => void
}

export function createListenerList(reportError: ReportError): ListenerList {
  const listeners = new Set<Listener>()
  return {
    add: (listener) => {
      listeners.add(listener)
    },
    remove: (listener) => {
      if (listener === undefined) listeners.clear()
      else listeners.delete(listener)
    },
    call(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value)
        } catch (error) {
          reportError(error)
        }
      }
    },
  }
}
