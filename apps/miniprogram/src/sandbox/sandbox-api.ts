import type {
  SANDBOX_LOGIN_CODES_PATH,
  SANDBOX_PHONE_CODES_PATH,
  SANDBOX_TEST_USER_PATH,
  SandboxLoginCodeRequest,
  SandboxPhoneCodeRequest,
} from '@uni-phone/contract'
import { badReply, type HttpClient, isJsonObject } from '../phone-number'

// only types are imported from the contract: its values would add their module to the phone's download
const loginCodesPath: typeof SANDBOX_LOGIN_CODES_PATH = '/_sandbox/login-codes'
const phoneCodesPath: typeof SANDBOX_PHONE_CODES_PATH = '/_sandbox/phone-codes'
const testUserPath: typeof SANDBOX_TEST_USER_PATH = '/_sandbox/test-user'

/** Requests the code that `wx.login` would have given. */
export async function requestSandboxLoginCode(send: HttpClient, user: SandboxLoginCodeRequest): Promise<string> {
  return readText(await send({ method: 'POST', path: loginCodesPath, body: user }), 'code')
}

/** Requests the code that WeChat's own button would have given. */
export async function requestSandboxPhoneCode(send: HttpClient, user: SandboxPhoneCodeRequest): Promise<string> {
  return readText(await send({ method: 'POST', path: phoneCodesPath, body: user }), 'code')
}

/** Reads the masked number of the emulator's test user, who can be changed in its console. */
export async function readSandboxNumber(send: HttpClient): Promise<string> {
  return readText(await send({ method: 'GET', path: testUserPath }), 'phoneNumber')
}

function readText(answer: unknown, field: string): string {
  const value = isJsonObject(answer) ? answer[field] : undefined
  if (typeof value !== 'string') throw badReply(200)
  return value
}
