import type { PhoneNumberHandler } from '@uni-phone/server'

/**
 * Handles a verified number: the place for your business. What is returned reaches the page as `data`. Be idempotent by
 * `exchangeId`: after a failure the same exchange comes again.
 */
export const onPhoneNumber: PhoneNumberHandler = () => undefined
