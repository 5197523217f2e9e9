import type { UiRecord } from './records'

/** What WeChat hands to the mini program when a native button was tapped, `{ code, errMsg }` for instance. */
export type EventDetail = Record<string, unknown>

/** The native button that was tapped. */
export interface ButtonInfo {
  id: string
  className: string
  text: string
  dataset: Record<string, unknown>
  /** The button's attributes as the component has them, in camel case. */
  properties: Record<string, unknown>
}

export interface NativeRequest {
  id: number
  url: string
  method: string
  header: Record<string, string>
  /** Text, or base64 where `bodyEncoding` says so. */
  body?: string
  bodyEncoding: BodyEncoding
  responseEncoding: BodyEncoding
}

export type BodyEncoding = 'utf8' | 'base64'

export interface NativeResponse {
  statusCode: number
  header: Record<string, string>
  cookies: string[]
  body: string
}

/** `failure` is Chromium's name for what went wrong, because that is what WeChat reports. */
export type NativeResult = { response: NativeResponse } | { failure: string }

export interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  confirmText?: string
  editable?: boolean
}

export interface ModalAnswer {
  confirm: boolean
  content?: string
}

export interface PageAppearance {
  title: string
  background: string
  textStyle: string
  isCustomNavigation: boolean
  isFirst: boolean
}

/** The phone around the mini program: what WeChat's native side does. In Chromium the functions cross to Node. */
export interface Phone {
  request: (request: NativeRequest) => Promise<NativeResult>
  abortRequest: (id: number) => void
  login: () => Promise<string>
  openType: (openType: string, button: ButtonInfo) => Promise<EventDetail | undefined>
  modal: (options: ModalOptions) => Promise<ModalAnswer>
  /** Where pages are drawn. */
  container: () => HTMLElement
  showUi: (record: UiRecord) => void
  showPage: (appearance: PageAppearance) => void
}
