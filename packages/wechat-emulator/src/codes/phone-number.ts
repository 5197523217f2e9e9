import { invalid } from '../core/index'

/** Calling codes of one or two digits (ITU-T E.164); all others have three. */
const SHORT_CALLING_CODES = new Set(
  '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)
const MAINLAND = '86'
const USAGE =
  'send phoneNumber as 5 to 15 digits, with or without a leading + and its country code, and countryCode as 1 to 3 digits, for example {"phoneNumber": "13800138000"} or {"phoneNumber": "51234567", "countryCode": "852"}'

export interface PhoneNumber {
  readonly phoneNumber: string
  readonly purePhoneNumber: string
  readonly countryCode: string
}

function format(pure: string, code: string): PhoneNumber {
  return { phoneNumber: code === MAINLAND ? pure : `+${code}${pure}`, purePhoneNumber: pure, countryCode: code }
}

function callingCode(digits: string): string {
  const short = [digits.slice(0, 1), digits.slice(0, 2)].find((code) => SHORT_CALLING_CODES.has(code))
  return short ?? digits.slice(0, 3)
}

function split(digits: string, given: string | undefined): PhoneNumber {
  const code = given ?? callingCode(digits)
  if (!digits.startsWith(code) || digits.length < code.length + 4) throw invalid(USAGE)
  return format(digits.slice(code.length), code)
}

/** Formats a number as WeChat does: a mainland number without its country code, any other with `+` and the code. */
export function toPhoneNumber(phoneNumber: string, countryCode?: string): PhoneNumber {
  const code = countryCode?.replace(/^\+/, '')
  if (!/^\+?\d{5,15}$/.test(phoneNumber) || (code !== undefined && !/^[1-9]\d{0,2}$/.test(code))) throw invalid(USAGE)
  return phoneNumber.startsWith('+') ? split(phoneNumber.slice(1), code) : format(phoneNumber, code ?? MAINLAND)
}
