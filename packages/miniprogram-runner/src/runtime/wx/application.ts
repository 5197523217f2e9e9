import type { ReportError, WxFunctions } from '../host/callback-api'
import { createListenerList, type ListenerList } from '../host/listener-list'

export interface WxApplication {
  shown: ListenerList
  hidden: ListenerList
  functions: WxFunctions
}

/** The life of the whole mini program. */
export function createWxApplication(reportError: ReportError): WxApplication {
  const [shown, hidden] = [createListenerList(reportError), createListenerList(reportError)]
  const neverCalled = createListenerList(reportError)
  const functions: WxFunctions = {
    onAppShow: shown.add,
    offAppShow: shown.remove,
    onAppHide: hidden.add,
    offAppHide: hidden.remove,
    onWindowResize: neverCalled.add,
    offWindowResize: neverCalled.remove,
  }
  return { shown, hidden, functions }
}
