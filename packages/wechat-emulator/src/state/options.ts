import { randomBytes } from 'node:crypto'
import { type AccountSettings, DEFAULT_QUOTAS, type Quotas, readNewAccount, readQuotas } from '../accounts/index'
import { readTestUser, type TestUserSettings } from '../codes/index'
import type { Weather } from '../faults/index'
import { EmulatorError, isVisible, type RandomBytes, seededBytes } from '../core/index'
import { DEFAULT_QUIRKS, type Quirks, readQuirks } from '../wire/index'
import { checkSchema } from './schema'
import { checkWorld, type World } from './world'

/** Default AppID of the emulator. */
export const SANDBOX_APP_ID = 'wx0000000000000000'

/** AppSecret of {@link SANDBOX_APP_ID}: public, and worthless anywhere else. */
export const SANDBOX_APP_SECRET = '0123456789abcdef0123456789abcdef'

/** Options of {@link createEmulator}, all optional. */
export interface EmulatorOptions {
  /** The emulator's own AppID: the AppID of codes that name none. @default 'wx0000000000000000' */
  readonly appId?: string
  /** AppSecret of that AppID. @default SANDBOX_APP_SECRET */
  readonly appSecret?: string
  /** Further AppIDs, or settings of the own one. @default [] */
  readonly accounts?: AccountSettings[]
  /** Default user of new codes. */
  readonly testUser?: TestUserSettings
  /** Limits of calls per minute or day. */
  readonly quotas?: Quotas
  /** Known differences between WeChat and its documentation. */
  readonly quirks?: Quirks
  /** Faults by probability and latencies. @default 'calm' */
  readonly weather?: Weather
  /** Everything at once, as in a world file; the other options win over it. */
  readonly world?: World
  /** Makes all codes, tokens and ids the same in each run, and so predictable. @default no seed */
  readonly seed?: string
  /** Current time in milliseconds since 1970; `advance` adds to it. @default Date.now */
  readonly now?: () => number
  /** Source of codes, tokens and request ids, unless there is a seed. @default randomBytes of node:crypto */
  readonly randomBytes?: RandomBytes
  /** Receives one line for whatever the developer should know; no line holds a secret. @default console.warn */
  readonly log?: (line: string) => void
}

/** Options of an emulator, the defaults filled in. */
export type Settings = ReturnType<typeof readOptions>

/** Turns the error for a bad option into a TypeError: it is a mistake in a program. */
export function readOption<Value>(name: string, read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    throw error instanceof EmulatorError ? new TypeError(`${name}: ${error.message}`) : error
  }
}

function readAccounts(own: AccountSettings, given: readonly AccountSettings[]): Required<AccountSettings>[] {
  const ownSettings = given.find(({ appid }) => appid === own.appid)
  const others = given.filter((settings) => settings !== ownSettings)
  return [{ ...own, ...ownSettings }, ...others].map(readNewAccount)
}

/** The emulator's own AppID and secret: those of the options, else of the world's first app, else of the sandbox. */
function readOwn({ appId, appSecret }: EmulatorOptions, { apps = [] }: World) {
  const appid = appId ?? apps[0]?.appid ?? SANDBOX_APP_ID
  const secret = appSecret ?? apps.find((app) => app.appid === appid)?.secret ?? SANDBOX_APP_SECRET
  return { own: { appid, secret }, others: apps.map((app) => (app.appid === appid ? { ...app, secret } : app)) }
}

export function readOptions(options: EmulatorOptions) {
  const { world = {}, now = Date.now, log = console.warn } = options
  if (options.world !== undefined)
    readOption('world', () => {
      checkWorld(world)
    })
  if (options.weather !== undefined)
    readOption('weather', () => {
      checkSchema('world', { weather: options.weather })
    })
  const { own, others } = readOwn(options, world)
  const seed = options.seed ?? world.seed
  if (!isVisible(own.appid)) throw new TypeError('appId must be 1 to 128 visible ASCII characters')
  if (!isVisible(own.secret)) throw new TypeError('appSecret must be 1 to 128 visible ASCII characters')
  const bytes = options.randomBytes ?? randomBytes
  return {
    /** The emulator's own AppID. */
    appId: own.appid,
    accounts: readOption('accounts', () => readAccounts(own, [...(options.accounts ?? []), ...others])),
    testUser: readOption('testUser', () =>
      options.testUser === undefined ? (world.users?.[0] ?? {}) : readTestUser(options.testUser),
    ),
    users: world.users ?? [],
    faults: world.faults ?? [],
    quotas: { ...DEFAULT_QUOTAS, ...world.quotas, ...readOption('quotas', () => readQuotas(options.quotas ?? {})) },
    quirks: { ...DEFAULT_QUIRKS, ...world.quirks, ...readOption('quirks', () => readQuirks(options.quirks ?? {})) },
    weather: options.weather ?? world.weather ?? 'calm',
    createBytes: (use: string): RandomBytes => (seed === undefined ? bytes : seededBytes(seed + use)),
    isSeeded: seed !== undefined,
    now,
    log,
  }
}
