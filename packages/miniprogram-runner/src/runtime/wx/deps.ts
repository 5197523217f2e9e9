import type { CompiledMiniProgram } from '../../format/index'
import type { Clock, Delivery, LaunchOptions, Phone, PhoneSettings, Records, UiRecord, WxCalls } from '../host/index'
import type { PageStack } from '../view/index'

/** What the functions of `wx` need of the rest of the runtime. */
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
