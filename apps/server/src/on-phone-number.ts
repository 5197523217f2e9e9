import type { PhoneNumberHandler } from '@uni-phone/server'

/**
 * What this business does with a verified number: put it here. Find or create the account in your own database and
 * return what the page needs, a session token for instance; it reaches the page as `data`. Be idempotent by
 * `exchangeId`: after a failure the same exchange comes again.
 */
export const onPhoneNumber: PhoneNumberHandler = () => undefined
