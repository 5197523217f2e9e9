/** Where the mini program posts the code of a tap. */
export const PHONE_NUMBER_PATH = '/api/v1/phone-number'

/**
 * Where a login code signs a known person in (POST), where the session of a token is shown (GET) and ended (DELETE).
 * Exists only on a server with accounts, as do the two below.
 */
export const SESSION_PATH = '/api/v1/session'

/** Where all sessions of an account are ended (DELETE). */
export const SESSIONS_PATH = '/api/v1/sessions'

/** Where an account is closed (DELETE): its number, openids and sessions are deleted. */
export const ACCOUNT_PATH = '/api/v1/account'

/** Where a sandbox build asks for the code that WeChat's button would have given. Exists in the sandbox alone. */
export const SANDBOX_PHONE_CODES_PATH = '/_sandbox/phone-codes'

/** Where a sandbox build asks whose number its consent sheet shows. Exists in the sandbox alone. */
export const SANDBOX_TEST_USER_PATH = '/_sandbox/test-user'

/** One value per tap; the server gives the same answer to the same value for ten minutes. */
export const IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key'

/** Set to `true` on an answer that was kept from an earlier request with the same key. */
export const IDEMPOTENCY_REPLAYED_HEADER = 'Idempotency-Replayed'
