import type { ClockMode } from './clock'
import type { UiRecord } from './records'

export type Theme = 'light' | 'dark'
export type EnvVersion = 'develop' | 'trial' | 'release'

/**
 * Behaviour of `Function` and `eval` in the mini program's modules. WeChat runs no code from strings; it is not
 * documented how they fail on a phone.
 */
export type FunctionMode = 'normal' | 'throws' | 'noop'

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getSystemInfoSync.html */
export interface SystemInfo {
  readonly brand: string
  readonly model: string
  readonly system: string
  readonly platform: string
  readonly version: string
  readonly SDKVersion: string
  readonly language: string
  readonly fontSizeSetting: number
  /** Theme of the phone. It reaches the mini program only with `"darkmode": true` in app.json. */
  readonly theme: Theme
  readonly pixelRatio: number
  readonly screenWidth: number
  readonly screenHeight: number
  readonly windowWidth: number
  readonly windowHeight: number
  readonly statusBarHeight: number
  readonly benchmarkLevel: number
  readonly safeArea: Record<'left' | 'right' | 'top' | 'bottom' | 'width' | 'height', number>
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/api/base/app/life-cycle/wx.getLaunchOptionsSync.html */
export interface LaunchOptions {
  readonly path: string
  readonly query: Record<string, string>
  readonly scene: number
  readonly referrerInfo: Record<string, unknown>
}

/** Options that are JSON. */
export interface PhoneSettings {
  /** @default 'wx0000000000000000' */
  readonly appId?: string
  /** @default 'develop' */
  readonly envVersion?: EnvVersion
  /** Origins that `wx.request` may reach, as in WeChat's console. @default no restriction */
  readonly allowedDomains?: readonly string[]
  /** @default an iPhone 12 in Chinese with a light theme */
  readonly systemInfo?: Partial<SystemInfo>
  readonly launch?: Partial<LaunchOptions>
  /** Content of the mini program's storage when it starts. */
  readonly storage?: Record<string, unknown>
  /** Nests the detail of native buttons one level deeper, as Skyline has done. @default false */
  readonly detailNesting?: boolean
  /** @default 'throws' */
  readonly onFunction?: FunctionMode
  /** `manual` time moves only by `advance`, so that no test depends on the speed of the machine. @default 'real' */
  readonly clock?: ClockMode
  /** Result of `wx.getPrivacySetting`. @default { needAuthorization: false, privacyContractName: '' } */
  readonly privacySetting?: { readonly needAuthorization: boolean; readonly privacyContractName: string }
}

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
