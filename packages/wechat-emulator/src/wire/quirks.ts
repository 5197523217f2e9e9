import { invalid, readFields } from './input'

/** Where what WeChat sends differs from what its documentation says; the defaults are what WeChat sends. */
export interface Quirks {
  /** WeChat's documentation shows `countryCode` as a number in its example; WeChat sends a string. @default 'string' */
  countryCode?: 'string' | 'number'
  /** The text of 40001: today's, which names `getStableAccessToken`, or the older one of the documentation. @default 'current' */
  credentialText?: 'current' | 'documented'
}

export const DEFAULT_QUIRKS: Readonly<Required<Quirks>> = { countryCode: 'string', credentialText: 'current' }

const CHOICES: Readonly<Record<keyof Quirks, readonly string[]>> = {
  countryCode: ['string', 'number'],
  credentialText: ['current', 'documented'],
}
const USAGE = 'send {countryCode?, credentialText?}: "string" or "number", and "current" or "documented"'

export function readQuirks(value: unknown): Quirks {
  const fields = readFields(value, Object.keys(CHOICES), USAGE)
  const quirks: Record<string, string> = {}
  for (const [name, choices] of Object.entries(CHOICES)) {
    const choice = choices.find((known) => known === fields[name])
    if (choice !== undefined) quirks[name] = choice
    else if (fields[name] !== undefined) throw invalid(USAGE)
  }
  return quirks
}
