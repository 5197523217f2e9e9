import type { CompiledMiniProgram } from '../format/index'
import type { ButtonInfo, EventDetail, NativeRequest, NativeResult, PhoneSettings } from './host/index'
import { createMiniProgram, type MiniProgramRun } from './mini-program'
import { createPhoneShell, type ShellOptions } from './phone-shell/index'

export type * from './host/index'
export { createMiniProgram, type MiniProgramRun, type Target } from './mini-program'
export type { MiniProgramElement } from './test-api/index'
export type { Page } from './view/index'

/** Functions of Node that the page calls. */
export interface NodeFunctions {
  readonly phoneRequest: (request: NativeRequest) => Promise<NativeResult>
  readonly phoneAbort: (id: number) => void
  readonly phoneLogin: () => Promise<string>
  readonly phoneCode: () => Promise<string>
  readonly phoneOpenType: (openType: string, button: ButtonInfo) => Promise<EventDetail | undefined>
}

/** Sent from Node, so all of it is JSON. */
export interface PhoneSetUp extends Pick<ShellOptions, 'appName' | 'phoneNumber' | 'denial' | 'builtInStyles'> {
  readonly program: CompiledMiniProgram
  readonly settings: PhoneSettings
  /** True when the test answers native buttons itself. */
  readonly hasOpenType: boolean
}

/** Starts the mini program in the page, on a drawn phone. */
export function startPhone(setUp: PhoneSetUp): MiniProgramRun {
  const node = window as unknown as NodeFunctions
  const phone = createPhoneShell({
    ...setUp,
    bridge: {
      request: node.phoneRequest,
      abortRequest: node.phoneAbort,
      login: node.phoneLogin,
      phoneCode: node.phoneCode,
      openType: setUp.hasOpenType ? node.phoneOpenType : undefined,
    },
    onBack: () => {
      run.back()
    },
  })
  const run = createMiniProgram(setUp.program, setUp.settings, phone)
  return run
}
