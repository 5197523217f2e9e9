import type { ReportError, WxFunctions } from './callback-api'
import { createListenerList, type ListenerList } from './listener-list'

export interface WxApplication {
  shown: ListenerList
  hidden: ListenerList
  failed: ListenerList
  functions: WxFunctions
}

/** The life of the whole mini program, and its updates. */
export function createWxApplication(reportError: ReportError): WxApplication {
  const [shown, hidden, failed] = [
    createListenerList(reportError),
    createListenerList(reportError),
    createListenerList(() => undefined),
  ]
  const neverCalled = createListenerList(reportError)
  const functions: WxFunctions = {
    onAppShow: shown.add,
    offAppShow: shown.remove,
    onAppHide: hidden.add,
    offAppHide: hidden.remove,
    onError: failed.add,
    offError: failed.remove,
    onUnhandledRejection: neverCalled.add,
    offUnhandledRejection: neverCalled.remove,
    onPageNotFound: neverCalled.add,
    offPageNotFound: neverCalled.remove,
    onWindowResize: neverCalled.add,
    offWindowResize: neverCalled.remove,
    getUpdateManager,
    nextTick: (callback: () => void) => {
      queueMicrotask(callback)
    },
    env: { USER_DATA_PATH: 'http://usr' },
  }
  return { shown, hidden, failed, functions }
}

// there is never a newer version
function getUpdateManager(): object {
  const ignore = (): void => undefined
  return {
    onCheckForUpdate: (callback: (result: object) => void) => {
      queueMicrotask(() => {
        callback({ hasUpdate: false })
      })
    },
    onUpdateReady: ignore,
    onUpdateFailed: ignore,
    applyUpdate: ignore,
  }
}
