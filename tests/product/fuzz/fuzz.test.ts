import process from 'node:process'
import { inspect } from 'node:util'
import { PHONE_NUMBER_PATH } from '@uni-phone/contract'
import { createApp, createRateLimit } from '@uni-phone/server'
import { createWeChatClient } from '@uni-phone/wechat'
import { SANDBOX_APP_ID, startEmulator } from '@uni-phone/wechat-emulator'
import fc from 'fast-check'
import { Agent } from 'undici'
import { afterAll, expect, test } from 'vitest'
import { EXHAUSTIVE, FULL } from '@uni-phone/test-support/services'
import { CANARIES } from './canaries'
import { startFakeWeChat } from './fake-wechat'
import { fuzzedRequest, toRequest } from './requests'
import { answerFaults } from './verdicts'
import { watchLeaks } from './watch-leaks'
import { createWatchedApp } from './watched-app'
import { fuzzedReplies } from './wechat-replies'

const CASES = EXHAUSTIVE ? 6_000 : FULL ? 1_000 : 300
const TIMEOUT = { timeout: 180_000 }
const account = { appId: SANDBOX_APP_ID, appSecret: CANARIES.appSecret }

const unhandled: unknown[] = []
const noteUnhandled = (error: unknown): void => void unhandled.push(error)
process.on('unhandledRejection', noteUnhandled)
afterAll(() => process.off('unhandledRejection', noteUnhandled))

// thousands of errors are made and printed here: most of the time would go into their stacks
const { stackTraceLimit } = Error
Error.stackTraceLimit = 0
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

async function proveNoFaults<T>(numRuns: number, cases: fc.Arbitrary<T>, faultsOf: (each: T) => Promise<string[]>) {
  const property = fc.asyncProperty(cases, async (each) => {
    const faults = await faultsOf(each)
    if (faults.length > 0) throw new Error(faults.join(', '))
  })
  await fc.assert(property, { numRuns })
  expect(unhandled).toEqual([])
}

test('whatever is in a request, the answer is one of the contract, and gives nothing away', TIMEOUT, async () => {
  await using emulator = await startEmulator({ port: 0, ...account, log: () => undefined })
  const wechat = createWeChatClient({ ...account, baseUrl: emulator.url })
  const leaks = watchLeaks()
  const sandbox = { baseUrl: emulator.url, appId: account.appId }
  const guards = { trustProxy: 1, corsOrigins: ['https://www.example.com'], legacyAppId: account.appId }
  const rateLimit = createRateLimit({ perMinute: 1e9 })
  const app = createApp({ wechat, sandbox, rateLimit, log: leaks.log, ...guards })
  await proveNoFaults(CASES, fuzzedRequest, async (fuzzed) => {
    const request = toRequest(fuzzed, () => emulator.createPhoneCode().code)
    const incoming = { socket: { remoteAddress: '127.0.0.1' }, headers: Object.fromEntries(request.headers) }
    const response = await app.fetch(request, { incoming } as never)
    const text = await response.text()
    leaks.note('an answer')(text + inspect(response.headers))
    const isError = response.status >= 400 && fuzzed.method !== 'HEAD'
    return [...leaks.find(), ...(isError ? answerFaults(response, text) : [])]
  })
  await wechat.close()
})

const { phoneCode: code, loginCode, encryptedData } = CANARIES
const BODIES = [
  { code, loginCode },
  { loginCode, encryptedData, iv: 'ZmVkY2JhOTg3NjU0MzIxMA==' },
]

const fuzzedExchange = fc.record({
  replies: fuzzedReplies,
  accessToken: fc.constantFrom('stable' as const, 'classic' as const),
  body: fc.oneof({ weight: 3, arbitrary: fc.constant(BODIES[0]) }, { weight: 1, arbitrary: fc.constant(BODIES[1]) }),
})

test('whatever WeChat replies, it becomes a number or an error that is known, and nothing leaks', TIMEOUT, async () => {
  await using fake = await startFakeWeChat()
  const dispatcher = new Agent({ maxResponseSize: 256 * 1024 })
  const options = { ...account, baseUrl: fake.url, dispatcher, timeoutMs: 2_000, random: () => 0 }
  await proveNoFaults(CASES, fuzzedExchange, async ({ replies, accessToken, body }) => {
    fake.reply(replies)
    const { app, note, faults } = createWatchedApp({ ...options, accessToken })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await app.fetch(new Request(`http://127.0.0.1${PHONE_NUMBER_PATH}`, init))
    const text = await response.text()
    if (response.status !== 200) note('an answer')(text)
    return [...answerFaults(response, text), ...faults()]
  })
  await dispatcher.close()
})
