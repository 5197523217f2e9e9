import type { CompiledMiniProgram } from '../../format/index'
import type { Clock, Delivery, LaunchOptions, Phone, PhoneSettings, Records, UiRecord, WxCalls } from '../host/index'
import type { PageStack } from '../view/index'

/** Parts of the runtime that the functions of `wx` use. */
export interface WxDeps {
  readonly program: CompiledMiniProgram
  readonly settings: PhoneSettings
  readonly phone: Phone
  readonly calls: WxCalls
  readonly clock: Clock
  readonly delivery: Delivery
  readonly records: Records
  readonly record: (record: UiRecord) => void
  readonly stack: PageStack
  readonly launched: () => LaunchOptions
}
