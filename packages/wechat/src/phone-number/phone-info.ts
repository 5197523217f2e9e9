import { type Fields, isFields, malformedReply } from '../transport/reply'
import { WeChatError } from '../errors/wechat-error'

/** WeChat's `phone_info`. */
export interface PhoneInfo {
  /** As the user knows it: mainland numbers bare, others with `+` and country code. */
  readonly phoneNumber: string
  /** Without the country code. */
  readonly purePhoneNumber: string
  /** Always a string, though WeChat's own page shows a number. */
  readonly countryCode: string
  readonly watermark: {
    /** When the user authorized, in seconds since 1970. */
    readonly timestamp: number
    readonly appid: string
  }
}

const ENDPOINT = 'getuserphonenumber'

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function toCountryCode(value: unknown): string | undefined {
  return isText(value) || typeof value === 'number' ? String(value) : undefined
}

/** The year 10000: no date that anyone could read lies beyond. */
const MAX_TIMESTAMP = 253_402_300_800

const isTimestamp = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < MAX_TIMESTAMP

function parseWatermark(value: unknown): PhoneInfo['watermark'] | undefined {
  if (!isFields(value)) return undefined
  const { timestamp, appid } = value
  return isTimestamp(timestamp) && isText(appid) ? { timestamp, appid } : undefined
}

/** What has the shape of WeChat's `phone_info`; undefined for anything else. */
export function toPhoneInfo(info: unknown): PhoneInfo | undefined {
  if (!isFields(info)) return undefined
  const { phoneNumber, purePhoneNumber } = info
  const countryCode = toCountryCode(info.countryCode)
  const watermark = parseWatermark(info.watermark)
  if (!isText(phoneNumber) || !isText(purePhoneNumber) || countryCode === undefined || watermark === undefined)
    return undefined
  return { phoneNumber, purePhoneNumber, countryCode, watermark }
}

/** Reads `phone_info` of a reply, and refuses one that is another mini program's. */
export function parsePhoneInfo({ phone_info }: Fields, appId: string): PhoneInfo {
  const info = toPhoneInfo(phone_info)
  if (info === undefined) throw malformedReply(ENDPOINT, 'outcome_unknown')
  if (info.watermark.appid !== appId)
    throw new WeChatError('misconfigured', { endpoint: ENDPOINT, reason: 'watermark' })
  return info
}
