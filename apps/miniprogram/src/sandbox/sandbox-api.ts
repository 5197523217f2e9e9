import type {
  SANDBOX_PHONE_CODES_PATH,
  SANDBOX_TEST_USER_PATH,
  SandboxPhoneCodeRequest,
  SandboxPhoneCodeResponse,
  SandboxTestUserResponse,
} from '@uni-phone/contract'
import { badReply, toTransportError } from '../phone-number/api-error'
import { isJsonObject } from '../phone-number/json-object'
import type { JsonPost } from '../phone-number/json-post'

const codesPath: typeof SANDBOX_PHONE_CODES_PATH = '/_sandbox/phone-codes'
const testUserPath: typeof SANDBOX_TEST_USER_PATH = '/_sandbox/test-user'

/** Asks the sandbox for the code that WeChat's own button would have given. */
export async function readSandboxCode(
  post: JsonPost,
  request: SandboxPhoneCodeRequest = {},
): Promise<SandboxPhoneCodeResponse['code']> {
  const body = await post(codesPath, request)
  if (!isJsonObject(body) || typeof body.code !== 'string') throw badReply(200)
  return body.code
}

/** The masked number of the emulator's test user, whom its console can change. */
export function readSandboxNumber(baseUrl: string): Promise<SandboxTestUserResponse['phoneNumber']> {
  return new Promise((resolve, reject: (error: Error) => void) => {
    uni.request({
      url: `${baseUrl}${testUserPath}`,
      success({ statusCode, data }) {
        if (isJsonObject(data) && typeof data.phoneNumber === 'string') resolve(data.phoneNumber)
        else reject(badReply(statusCode))
      },
      fail(failure) {
        reject(toTransportError(failure))
      },
    })
  })
}
