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
  const given = Object.entries(fields).filter(([, choice]) => choice !== undefined)
  const isChoice = ([name, choice]: [string, unknown]) =>
    CHOICES[name as keyof Quirks].some((known) => known === choice)
  if (!given.every(isChoice)) throw invalid(USAGE)
  return Object.fromEntries(given)
}
