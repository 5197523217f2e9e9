import type {
  SANDBOX_PHONE_CODES_PATH,
  SANDBOX_TEST_USER_PATH,
  SandboxPhoneCodeRequest,
  SandboxPhoneCodeResponse,
  SandboxTestUserResponse,
} from '@uni-phone/contract'
import { badReply, type HttpClient, isJsonObject } from '../phone-number'

const codesPath: typeof SANDBOX_PHONE_CODES_PATH = '/_sandbox/phone-codes'
const testUserPath: typeof SANDBOX_TEST_USER_PATH = '/_sandbox/test-user'

/** Requests the code that WeChat's own button would have given. */
export async function requestSandboxCode(
  send: HttpClient,
  request: SandboxPhoneCodeRequest = {},
): Promise<SandboxPhoneCodeResponse['code']> {
  const body = await send({ method: 'POST', path: codesPath, body: request })
  if (!isJsonObject(body) || typeof body.code !== 'string') throw badReply(200)
  return body.code
}

/** Reads the masked number of the emulator's test user, who can be changed in its console. */
export async function readSandboxNumber(send: HttpClient): Promise<SandboxTestUserResponse['phoneNumber']> {
  const body = await send({ method: 'GET', path: testUserPath })
  if (!isJsonObject(body) || typeof body.phoneNumber !== 'string') throw badReply(200)
  return body.phoneNumber
}
