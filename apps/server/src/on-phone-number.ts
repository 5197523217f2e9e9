import type { PhoneNumberHandler } from '@uni-phone/server'

/**
 * Handles a verified number: the place for your business. With accounts (`DATABASE_URL`) the person is signed in and
 * `account` says who it is; what is returned reaches the page as `data.business`, without accounts as `data`. Be
 * idempotent by `exchangeId`: after a failure the same exchange comes again.
 */
export const onPhoneNumber: PhoneNumberHandler = () => undefined
