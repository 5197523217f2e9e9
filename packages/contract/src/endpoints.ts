/** Path that the mini program posts a phone code to. */
export const PHONE_NUMBER_PATH = '/api/v1/phone-number'

/**
 * Path at which a login code signs in a known user (POST), and at which a session is read (GET) or ended (DELETE).
 * Exists only on a server with accounts, like the two paths below.
 */
export const SESSION_PATH = '/api/v1/session'

/** Path at which all sessions of an account are ended (DELETE). */
export const SESSIONS_PATH = '/api/v1/sessions'

/** Path at which an account is closed (DELETE): its number, openids and sessions are deleted. */
export const ACCOUNT_PATH = '/api/v1/account'

/** Path at which a sandbox build gets the code that WeChat's button would return. Exists only in the sandbox. */
export const SANDBOX_PHONE_CODES_PATH = '/_sandbox/phone-codes'

/** Path at which a sandbox build gets the code that `wx.login` would return. Exists only in the sandbox. */
export const SANDBOX_LOGIN_CODES_PATH = '/_sandbox/login-codes'

/** Path of the test user that the consent sheet of a sandbox build shows. Exists only in the sandbox. */
export const SANDBOX_TEST_USER_PATH = '/_sandbox/test-user'

/** Request header with one value per tap. The server returns the same answer for the same value for ten minutes. */
export const IDEMPOTENCY_KEY_HEADER = 'Idempotency-Key'

/**
 * Request header with the AppID of the mini program: which one a code is from, on a server that works for several. Without
 * it, the server's first.
 */
export const APP_ID_HEADER = 'X-WeChat-AppID'

/** Response header, `true` if the answer was saved from an earlier request with the same key. */
export const IDEMPOTENCY_REPLAYED_HEADER = 'Idempotency-Replayed'
