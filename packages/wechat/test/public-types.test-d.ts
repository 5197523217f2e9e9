/** Type tests of the package's entry. `pnpm type-check` checks them; nothing here runs. */
import { expectTypeOf } from 'vitest'
import {
  adviseOnErrcode,
  createWeChatClient,
  decryptPhoneInfo,
  type AccessTokenFunction,
  type CallOptions,
  type IssuedToken,
  type LoginSession,
  type PhoneInfo,
  type PhoneNumberOptions,
  type PhoneNumberResult,
  type QuotaUsage,
  type WeChatClient,
  type WeChatClientEvent,
  type WeChatError,
  type WeChatErrorCode,
} from '../src/index'

const options = { appId: 'wx0000000000000000', appSecret: 'secret' }

expectTypeOf(createWeChatClient).returns.toEqualTypeOf<WeChatClient>()
createWeChatClient({ ...options, accessToken: 'classic', timeoutMs: 1000 })
createWeChatClient({ ...options, accessToken: async () => ({ accessToken: 'a', expiresInSeconds: 7200 }) })
// @ts-expect-error: appSecret is required
createWeChatClient({ appId: 'wx0000000000000000' })
// @ts-expect-error: there is no such token source
createWeChatClient({ ...options, accessToken: 'other' })
// @ts-expect-error: a token needs its lifetime
createWeChatClient({ ...options, accessToken: async () => ({ accessToken: 'a' }) })

expectTypeOf<WeChatClient['getPhoneNumber']>().parameters.toEqualTypeOf<[string, PhoneNumberOptions?]>()
expectTypeOf<WeChatClient['getPhoneNumber']>().returns.resolves.toEqualTypeOf<PhoneNumberResult>()
expectTypeOf<PhoneNumberResult>().toExtend<PhoneInfo>()
expectTypeOf<PhoneNumberResult['openidChecked']>().toEqualTypeOf<boolean>()
expectTypeOf<WeChatClient['codeToSession']>().parameters.toEqualTypeOf<[string, CallOptions?]>()
expectTypeOf<WeChatClient['codeToSession']>().returns.resolves.toEqualTypeOf<LoginSession>()
expectTypeOf<WeChatClient['getAccessToken']>().returns.resolves.toEqualTypeOf<string>()

expectTypeOf<WeChatClient['getQuotaUsage']>().returns.resolves.toEqualTypeOf<QuotaUsage>()
createWeChatClient({
  ...options,
  accessToken: { url: 'https://token.example', bearer: 'b' },
  baseUrl: ['https://a.example'],
})
// @ts-expect-error: a token server needs a bearer token
createWeChatClient({ ...options, accessToken: { url: 'https://token.example' } })

expectTypeOf<PhoneInfo['countryCode']>().toEqualTypeOf<string>()
expectTypeOf<LoginSession['unionid']>().toEqualTypeOf<string | undefined>()
expectTypeOf<AccessTokenFunction>().returns.resolves.toEqualTypeOf<IssuedToken>()
expectTypeOf(decryptPhoneInfo).returns.toEqualTypeOf<PhoneInfo>()
expectTypeOf(adviseOnErrcode).returns.toHaveProperty('zh')

expectTypeOf<WeChatError>().toHaveProperty('code').toEqualTypeOf<WeChatErrorCode>()
expectTypeOf<WeChatError['rid']>().toEqualTypeOf<string | undefined>()

function handle(event: WeChatClientEvent): string {
  switch (event.type) {
    case 'token_fetched':
      expectTypeOf(event.expiresInSeconds).toEqualTypeOf<number>()
      return event.cause
    case 'token_fetch_failed':
      return event.error.code
    case 'call':
      return event.endpoint
    case 'certificate_deprecated':
      return event.serial
    case 'base_url_unreachable':
      return event.baseUrl
    case 'watermark_skew':
      return String(event.skewSeconds)
  }
}
expectTypeOf(handle).returns.toEqualTypeOf<string>()
