import { WeChatError } from '../errors'
import { type Fields, isFields, malformedReply } from '../transport'

/** WeChat's `phone_info`. */
export interface PhoneInfo {
  /** Mainland numbers without a country code, others with `+` and country code. */
  readonly phoneNumber: string
  /** Without the country code. */
  readonly purePhoneNumber: string
  /** Always a string, although WeChat's example shows a number. */
  readonly countryCode: string
  readonly watermark: {
    /** Time of the authorization, in Unix seconds. */
    readonly timestamp: number
    readonly appid: string
  }
}

const ENDPOINT = 'getuserphonenumber'
/** The year 10000. */
const MAX_TIMESTAMP = 253_402_300_800

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function toCountryCode(value: unknown): string | undefined {
  return isText(value) || typeof value === 'number' ? String(value) : undefined
}

const isTimestamp = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < MAX_TIMESTAMP

function toWatermark(value: unknown): PhoneInfo['watermark'] | undefined {
  if (!isFields(value)) return undefined
  const { timestamp, appid } = value
  return isTimestamp(timestamp) && isText(appid) ? { timestamp, appid } : undefined
}

/** Validates a `phone_info`. Returns undefined for anything else. */
export function toPhoneInfo(value: unknown): PhoneInfo | undefined {
  if (!isFields(value)) return undefined
  const { phoneNumber, purePhoneNumber } = value
  const countryCode = toCountryCode(value.countryCode)
  const watermark = toWatermark(value.watermark)
  if (!isText(phoneNumber) || !isText(purePhoneNumber)) return undefined
  if (countryCode === undefined || watermark === undefined) return undefined
  return { phoneNumber, purePhoneNumber, countryCode, watermark }
}

/** Reads `phone_info` from a reply, and refuses the number of another mini program. */
export function readPhoneInfo({ phone_info }: Fields, appId: string): PhoneInfo {
  const info = toPhoneInfo(phone_info)
  if (info === undefined) throw malformedReply(ENDPOINT, 'outcome_unknown')
  if (info.watermark.appid !== appId)
    throw new WeChatError('misconfigured', { endpoint: ENDPOINT, reason: 'watermark' })
  return info
}
