import type { CompiledMiniProgram } from '../compile/index'
import { createMiniProgram, type MiniProgramRun } from './mini-program'
import type { ButtonInfo, EventDetail, NativeRequest, NativeResult } from './host/phone'
import type { PhoneSettings } from './host/options'
import { createPhoneShell, type ShellOptions } from './phone-shell/index'

/** The functions of Node that the page calls. */
export interface NodeFunctions {
  phoneRequest: (request: NativeRequest) => Promise<NativeResult>
  phoneAbort: (id: number) => void
  phoneLogin: () => Promise<string>
  phoneCode: () => Promise<string>
  phoneOpenType: (openType: string, button: ButtonInfo) => Promise<EventDetail | undefined>
}

/** All JSON: it comes from Node. */
export interface PhoneSetUp extends Pick<ShellOptions, 'appName' | 'phoneNumber' | 'denial' | 'builtInStyles'> {
  program: CompiledMiniProgram
  settings: PhoneSettings
  /** The test answers native buttons itself. */
  hasOpenType: boolean
}

/** Puts the mini program into the page, on a drawn phone. */
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
