/** Type tests of the package's entry. `pnpm type-check` checks them; nothing here runs. */
import { expectTypeOf } from 'vitest'
import {
  createEmulator,
  type Emulator,
  type EmulatorError,
  type EmulatorErrorCode,
  type EmulatorState,
  type Fault,
  type IssuedCode,
  type RecordedRequest,
  type RunningEmulator,
  startEmulator,
  WECHAT_ERRCODES,
} from '../src/index'

expectTypeOf(createEmulator).returns.toEqualTypeOf<Emulator>()
expectTypeOf(startEmulator).returns.resolves.toEqualTypeOf<RunningEmulator>()
expectTypeOf<RunningEmulator>().toExtend<Emulator & AsyncDisposable>()
createEmulator({ seed: 'one', quotas: { tokensPerDay: null }, quirks: { countryCode: 'number', openid: 'rejected' } })
// @ts-expect-error: there is no such option
createEmulator({ appID: 'wx0000000000000000' })
// @ts-expect-error: a port is an option of startEmulator only
createEmulator({ port: 8788 })
// @ts-expect-error: there is no such quirk
createEmulator({ quirks: { countryCode: 'boolean' } })

const emulator = createEmulator()
expectTypeOf(emulator.fetch).toEqualTypeOf<(request: Request) => Promise<Response>>()
expectTypeOf(emulator.createPhoneCode).returns.toEqualTypeOf<IssuedCode>()
emulator.createPhoneCode({ phoneNumber: '51234567', countryCode: '852', openid: 'oUser' })
// @ts-expect-error: a phone code has no unionid
emulator.createPhoneCode({ unionid: 'uUser' })
// @ts-expect-error: a login code has no number
emulator.createLoginCode({ phoneNumber: '13800138000' })
// @ts-expect-error: the login code is required
emulator.createEncryptedPhoneNumber({})
// @ts-expect-error: a fault needs a path
emulator.addFault({ fault: { errcode: -1 } })
// @ts-expect-error: an errcode does no work
expectTypeOf<{ errcode: number; after: true }>().toEqualTypeOf<Fault>()

expectTypeOf(emulator.state).returns.toEqualTypeOf<EmulatorState>()
expectTypeOf(emulator.requests).returns.toEqualTypeOf<RecordedRequest[]>()
expectTypeOf<RecordedRequest['outcome']>().toEqualTypeOf<'waiting' | 'answered' | 'reset' | 'gone'>()
expectTypeOf(WECHAT_ERRCODES).toEqualTypeOf<readonly number[]>()
expectTypeOf<EmulatorError['code']>().toEqualTypeOf<EmulatorErrorCode>()
