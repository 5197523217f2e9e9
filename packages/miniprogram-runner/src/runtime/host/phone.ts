import type { UiRecord } from './records'

/** Detail of the event that WeChat sends after a tap on a native button, `{ code, errMsg }` for instance. */
export type EventDetail = Record<string, unknown>

/** The native button that was tapped. */
export interface ButtonInfo {
  readonly id: string
  readonly className: string
  readonly text: string
  readonly dataset: Record<string, unknown>
  /** Properties of the component, in camel case. */
  readonly properties: Record<string, unknown>
}

export interface NativeRequest {
  readonly id: number
  readonly url: string
  readonly method: string
  readonly header: Record<string, string>
  /** Text or base64, see `bodyEncoding`. */
  readonly body?: string
  readonly bodyEncoding: BodyEncoding
  readonly responseEncoding: BodyEncoding
}

export type BodyEncoding = 'utf8' | 'base64'

export interface NativeResponse {
  readonly statusCode: number
  readonly header: Record<string, string>
  readonly cookies: string[]
  readonly body: string
}

/** `failure` is Chromium's name for the error, which WeChat reports. */
export type NativeResult = { readonly response: NativeResponse } | { readonly failure: string }

export interface ModalOptions {
  readonly title?: string
  readonly content?: string
  readonly showCancel?: boolean
  readonly cancelText?: string
  readonly confirmText?: string
  readonly editable?: boolean
}

export interface ModalAnswer {
  readonly confirm: boolean
  readonly content?: string
}

export interface PageAppearance {
  readonly title: string
  readonly background: string
  readonly textStyle: string
  readonly isCustomNavigation: boolean
  readonly isFirst: boolean
}

/** The phone around the mini program: WeChat's native side. In Chromium some of the functions run in Node. */
export interface Phone {
  readonly request: (request: NativeRequest) => Promise<NativeResult>
  readonly abortRequest: (id: number) => void
  readonly login: () => Promise<string>
  readonly openType: (openType: string, button: ButtonInfo) => Promise<EventDetail | undefined>
  readonly modal: (options: ModalOptions) => Promise<ModalAnswer>
  /** Element that pages are drawn into. */
  readonly container: () => HTMLElement
  readonly showUi: (record: UiRecord) => void
  readonly showPage: (appearance: PageAppearance) => void
}
