import { invalid, readFields } from '../core/index'

/** Differences between WeChat and its documentation; the defaults are what WeChat sends. */
export interface Quirks {
  /** Type of `countryCode`: WeChat's documentation shows a number in its example, WeChat sends a string. @default 'string' */
  readonly countryCode?: 'string' | 'number'
  /** Text of 40001: the current one, which names `getStableAccessToken`, or the older one of the documentation. @default 'current' */
  readonly credentialText?: 'current' | 'documented'
  /** `openid` beside a phone code: checked against the code, as documented, or rejected with 47001, as one developer reports. @default 'checked' */
  readonly openid?: 'checked' | 'rejected'
}

export const DEFAULT_QUIRKS: Readonly<Required<Quirks>> = {
  countryCode: 'string',
  credentialText: 'current',
  openid: 'checked',
}

const CHOICES: Readonly<Record<keyof Quirks, readonly string[]>> = {
  countryCode: ['string', 'number'],
  credentialText: ['current', 'documented'],
  openid: ['checked', 'rejected'],
}
const USAGE = `send one or more of ${Object.entries(CHOICES)
  .map(([name, [first = '', second = '']]) => `${name} ("${first}" or "${second}")`)
  .join(', ')}`

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
