import { randomBytes, randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { createApp, startServer } from '@uni-phone/server'
import { createPrometheusMetrics } from '@uni-phone/server/metrics'
import { createWeChatClient, type WeChatClientEvent } from '@uni-phone/wechat'
import { startEmulator } from '@uni-phone/wechat-emulator'
import {
  type Answer,
  createLeakSearch,
  newTap,
  openTestAccounts,
  post,
  postUntilFinal,
  startWire,
  type Tap,
  toCallCounts,
  WECHAT_PATHS,
} from '@uni-phone/test-support/product'
import { encrypt } from './encrypted-data'
import { SECURITY } from './security-keys'
import { startTokenServer } from './token-server'

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

const MINUTE_MS = 60_000
/** Nothing listens on this port. */
const REFUSING_URL = 'http://127.0.0.1:1'

/** Options of `openProduct`. */
export interface ProductOptions {
  /** What is posted: a phone code, a login code with it, or what old base libraries give. @default code */
  readonly body?: 'code' | 'code and login' | 'encrypted data'
  /** Time limit of a fetch of the token, in milliseconds. @default a minute: no row reaches it by being slow */
  readonly tokenTimeoutMs?: number
  /** Time that the client waits for its answer, in milliseconds. @default a minute */
  readonly requestTimeoutMs?: number
  /** The number signs in. @default false */
  readonly accounts?: boolean
  /** @default stable */
  readonly tokens?: 'stable' | 'classic' | 'function' | 'server'
  /** The account demands signed and encrypted calls; the server has the keys, or lacks them. @default it does not */
  readonly security?: 'configured' | 'missing'
  /** The mini program that requests name: one that the server does not know, or one of it with a wrong secret. @default ours */
  readonly app?: 'unknown' | 'with a wrong secret'
  /** Addresses of WeChat beside the wire: one before it that refuses connections, or one after it. @default none */
  readonly addresses?: 'refusing, wire' | 'wire, another'
}

/**
 * The whole product in this process, on real ports: WeChat, the wire to it, the client, the server. When it ends, what
 * was logged and told is searched for secrets.
 */
export async function openProduct(options: ProductOptions) {
  const { tokens = 'stable', body: kind = 'code', tokenTimeoutMs = MINUTE_MS, requestTimeoutMs = MINUTE_MS } = options
  const account = { appId: `wx${hex(8)}`, appSecret: hex(16) }
  const search = createLeakSearch()
  search.secret('AppSecret', account.appSecret)
  const note = (source: string) => (value: unknown) => {
    search.output(source, inspect(value, { depth: 10, showHidden: true }))
  }
  let ourClockMs = 0
  const now = (): number => Date.now() + ourClockMs
  const emulator = await startEmulator({ port: 0, ...account, log: note('the emulator') })
  const wire = await startWire(emulator.url)
  const settings = { ...account, timeoutMs: tokenTimeoutMs, now }
  const central = createWeChatClient({ ...settings, baseUrl: emulator.url })
  const askCentral = async () => ({ accessToken: await central.getAccessToken(), expiresInSeconds: 7200 })
  const tokenServer = await startTokenServer(askCentral)
  search.secret('bearer', tokenServer.options.bearer)
  const accessToken = tokens === 'function' ? askCentral : tokens === 'server' ? tokenServer.options : tokens
  if (options.security !== undefined) emulator.setAccount({ appid: account.appId, security: SECURITY.wechat })
  const security = options.security === 'configured' ? SECURITY.ours : undefined
  for (const [name, secret] of SECURITY.secrets) search.secret(name, secret)
  const baseUrl = { 'refusing, wire': [REFUSING_URL, wire.url], 'wire, another': [wire.url, emulator.url] }
  const metrics = createPrometheusMetrics({})
  const onEvent = (event: WeChatClientEvent): void => {
    note('an event')(event)
    metrics.wechat(event)
  }
  const wechat = createWeChatClient({
    ...settings,
    baseUrl: options.addresses === undefined ? wire.url : baseUrl[options.addresses],
    accessToken,
    security,
    onEvent,
  })
  const write = (fields: object, message: string): void => {
    note('the log')({ fields, message })
  }
  const log = { debug: write, info: write, warn: write, error: write }
  const brokenAccount = { appId: `wx${hex(8)}`, appSecret: hex(16) }
  search.secret('AppSecret of the other', brokenAccount.appSecret)
  emulator.setAccount({ appid: brokenAccount.appId, secret: hex(16) })
  const broken = createWeChatClient({ ...settings, ...brokenAccount, baseUrl: wire.url, onEvent })
  const appIds = { unknown: `wx${hex(8)}`, 'with a wrong secret': brokenAccount.appId }
  const clients = new Map([
    [account.appId, wechat],
    [brokenAccount.appId, broken],
  ])
  const people =
    options.accounts === true ? await openTestAccounts({ now, appId: account.appId, timeoutMs: 500 }) : undefined
  const parts = {
    accounts: people?.accounts,
    wechat: clients,
    now,
    log,
    metrics,
    legacyAppId: account.appId,
    requestTimeoutMs,
  }
  const server = await startServer(createApp(parts), { port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${server.port}`

  function makeTap(): Tap & { readonly code: string } {
    const tap = newTap(emulator)
    if (kind === 'code') return tap
    const code = emulator.createLoginCode().code
    if (kind === 'code and login') return { ...tap, body: { ...tap.body, loginCode: code } }
    const { fields, session } = encrypt(tap.phoneNumber, account.appId)
    search.secret('session_key', session.session_key)
    return { ...tap, code, body: { loginCode: code, ...fields }, session }
  }

  function keepSecrets<T extends Tap>(tap: T): T {
    search.secret('phone number', tap.phoneNumber)
    for (const [name, value] of Object.entries(tap.body)) search.secret(name, value)
    return tap
  }

  function hear({ status, text }: Answer): void {
    if (status !== 200) note('an answer')(text)
  }

  async function ask(tap: Tap): Promise<Answer> {
    const answer = await post(url, tap)
    hear(answer)
    return answer
  }

  async function exchange(): Promise<boolean> {
    const { body, phoneNumber } = keepSecrets(newTap(emulator))
    const answer = await ask({ key: randomUUID(), body, phoneNumber })
    return answer.phoneNumber === phoneNumber
  }

  async function moveOurClock(ms: number): Promise<void> {
    ourClockMs += ms
  }

  return {
    emulator,
    wire,
    /** The accounts, if the number signs in. */
    people,
    tokenServer,
    search,
    /** Moves the clock of the client and the server. */
    moveOurClock,
    fetchToken: () => wechat.getAccessToken(),
    newTap: () => keepSecrets({ ...makeTap(), appId: options.app && appIds[options.app] }),
    /** Makes WeChat hand out the session of a tap, from now on, for encrypted data. */
    keepSession({ session }: Tap) {
      const body = JSON.stringify(session)
      if (session !== undefined) emulator.addFault({ path: WECHAT_PATHS.session, times: 10, fault: { body } })
    },
    ask,
    askUntilFinal: (tap: Tap) => postUntilFinal(() => url, tap, hear),
    /** A new tap, exchanged with a new key each time: what goes wrong with a key is kept with it. */
    exchange,
    seen: () => toCallCounts(emulator.state().requestCounts),
    async [Symbol.asyncDispose]() {
      emulator.clearFaults()
      await wire[Symbol.asyncDispose]()
      await emulator.close()
      await server.stop()
      await people?.[Symbol.asyncDispose]()
      await wechat.close()
      await broken.close()
      await central.close()
      await tokenServer[Symbol.asyncDispose]()
      note('the metrics')(await metrics.toText())
      for (const [value, name] of wire.handedOut()) search.secret(name, value)
      const leaks = search.find()
      if (leaks.length > 0) throw new Error(`leaked: ${leaks.join(', ')}`)
    },
  }
}

export type Product = Awaited<ReturnType<typeof openProduct>>
