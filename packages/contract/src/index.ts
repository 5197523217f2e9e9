export {
  ACCOUNT_PATH,
  APP_ID_HEADER,
  IDEMPOTENCY_KEY_HEADER,
  IDEMPOTENCY_REPLAYED_HEADER,
  PHONE_NUMBER_PATH,
  SANDBOX_LOGIN_CODES_PATH,
  SANDBOX_PHONE_CODES_PATH,
  SANDBOX_TEST_USER_PATH,
  SESSION_PATH,
  SESSIONS_PATH,
} from './endpoints'
export { ERROR_CODES, type ErrorCode, type ErrorTraits } from './error-codes'
export type {
  PhoneNumberRequest,
  PhoneNumberResponse,
  Problem,
  SandboxLoginCodeRequest,
  SandboxLoginCodeResponse,
  SandboxPhoneCodeRequest,
  SandboxPhoneCodeResponse,
  SandboxTestUserResponse,
  SessionRequest,
  SessionResponse,
  SignInData,
  SignInResponse,
} from './schemas'
