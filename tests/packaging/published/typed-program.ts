/** A program in TypeScript that uses the types of every package, and whose mistakes they have to find. */
export const TYPED_PROGRAM = `
import { openAccounts, type Account } from '@uni-phone/accounts'
import { runCommandLine } from '@uni-phone/cli'
import { type Config, readConfig } from '@uni-phone/config'
import { ERROR_CODES, type ErrorCode, type PhoneNumberResponse } from '@uni-phone/contract'
import { phoneNumberResponseSchema } from '@uni-phone/contract/schemas'
import { compileMiniProgram, runInNode } from '@uni-phone/miniprogram-runner'
import { createApp, type PhoneNumberHandler, runServer } from '@uni-phone/server'
import { createPrometheusMetrics } from '@uni-phone/server/metrics'
import { serverBundle } from '@uni-phone/server/rolldown'
import { createWeChatClient, WeChatError } from '@uni-phone/wechat'
import { createEmulator, startEmulator, type EmulatorState, type Fault } from '@uni-phone/wechat-emulator'
import type { paths } from '@uni-phone/wechat-emulator/openapi'

type Body = paths['/_emulator/phone-codes']['post']['responses'][200]['content']['application/json']
const body: Body = { code: 'x', expiresAt: 1 }
// @ts-expect-error a code is text
body.code = 1
await using emulator = await startEmulator({ seed: 'one', quotas: { tokensPerDay: 2 } })
const state: EmulatorState = createEmulator().state()
const fault: Fault = { status: 502, after: true }
// @ts-expect-error a path is needed
emulator.addFault({ fault })
// @ts-expect-error there is no such option
createEmulator({ appID: emulator.url, state })

const wechat = createWeChatClient({ appId: 'a', appSecret: 'b', baseUrl: emulator.url })
const phoneNumber: string = (await wechat.getPhoneNumber('x')).purePhoneNumber
// @ts-expect-error a code is text
await wechat.getPhoneNumber(1)
const reason: string = new WeChatError('unavailable', { endpoint: 'getuserphonenumber', reason: 'connection' }).code

const onPhoneNumber: PhoneNumberHandler = ({ phone, account }) => {
  const known: Account | undefined = account
  return { id: known?.id ?? null, endsIn: phone.purePhoneNumber.slice(-4) }
}
// @ts-expect-error a handler returns JSON
const wrong: PhoneNumberHandler = () => Symbol('no JSON')
const answer: Response = await createApp({ wechat, onPhoneNumber, metrics: createPrometheusMetrics({}) }).fetch(new Request(phoneNumber))
// @ts-expect-error the client is needed
createApp({ onPhoneNumber })
await runServer(process.env, () => ({ onPhoneNumber }))

const config: Config = readConfig(process.env)
const retryable: boolean = ERROR_CODES.code_rejected.retryable
const code: ErrorCode = 'code_rejected'
const parsed: PhoneNumberResponse = phoneNumberResponseSchema.parse(await answer.json())
const accounts = await openAccounts({ url: 'people.db', appId: 'a' })
// @ts-expect-error a token is text
await accounts.readSession(5)
const bundle = serverBundle()
const input: unknown = bundle.input
const exitCode: number = await runCommandLine(['help'], '.', process.env)
const diagnostics: readonly object[] = compileMiniProgram('mini').diagnostics
const page = await runInNode(compileMiniProgram('mini'), { openType: () => ({ errMsg: 'getPhoneNumber:ok', code }) })
// @ts-expect-error a page is text
page.launch(1)
export const used = [body, reason, wrong, config, retryable, parsed, input, exitCode, diagnostics]
`

/** The strictest options with which someone may compile it, libraries included. */
export const TYPE_OPTIONS = {
  strict: true,
  noEmit: true,
  target: 'es2022',
  module: 'nodenext',
  lib: ['ES2022', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  types: ['node'],
}
