import { randomBytes } from 'node:crypto'

/** The AppID the emulator answers to unless it is given another. */
export const SANDBOX_APP_ID = 'wx0000000000000000'

/** The AppSecret that belongs to {@link SANDBOX_APP_ID}: public, and worth nothing anywhere else. */
export const SANDBOX_APP_SECRET = '0123456789abcdef0123456789abcdef'

/** Where what WeChat sends differs from what its documentation says; the defaults are what WeChat sends. */
export interface Quirks {
  /** WeChat's documentation shows `countryCode` as a number in its example; WeChat sends a string. @default 'string' */
  countryCode?: 'string' | 'number'
  /** The text of 40001: today's, which names `getStableAccessToken`, or the older one of the documentation. @default 'current' */
  credentialText?: 'current' | 'documented'
}

/** What {@link createEmulator} can be told; all of it has defaults. */
export interface EmulatorOptions {
  /** The AppID of the one account there is. @default 'wx0000000000000000' */
  appId?: string
  /** The AppSecret of that account. @default SANDBOX_APP_SECRET */
  appSecret?: string
  /** The time, in milliseconds since 1970; `advance` adds to it. @default Date.now */
  now?: () => number
  /** Where codes, tokens and request ids come from. @default node:crypto's randomBytes */
  randomBytes?: (size: number) => Uint8Array
  /** Gets one line for whatever the developer should know; no line holds a secret. @default console.warn */
  log?: (line: string) => void
  /** Known differences between WeChat and its documentation. */
  quirks?: Quirks
}

export interface Settings extends Required<Omit<EmulatorOptions, 'quirks'>> {
  quirks: Required<Quirks>
}

export function readOptions(options: EmulatorOptions): Settings {
  return {
    appId: visible('appId', options.appId ?? SANDBOX_APP_ID),
    appSecret: visible('appSecret', options.appSecret ?? SANDBOX_APP_SECRET),
    now: options.now ?? Date.now,
    randomBytes: options.randomBytes ?? randomBytes,
    log: options.log ?? console.warn,
    quirks: { countryCode: 'string', credentialText: 'current', ...options.quirks },
  }
}

function visible(name: string, value: string): string {
  if (/^[\x21-\x7e]{1,128}$/.test(value)) return value
  throw new TypeError(`${name} must be 1 to 128 visible ASCII characters`)
}
