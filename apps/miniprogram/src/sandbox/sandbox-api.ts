import type { SANDBOX_PHONE_CODES_PATH, SandboxPhoneCodeRequest, SandboxPhoneCodeResponse } from '@uni-phone/contract'
import { badReply } from '../phone-number/api-error'
import { isJsonObject } from '../phone-number/json-object'
import type { JsonPost } from '../phone-number/json-post'

const path: typeof SANDBOX_PHONE_CODES_PATH = '/_sandbox/phone-codes'

/** Asks the sandbox for the code that WeChat's own button would have given. */
export async function readSandboxCode(
  post: JsonPost,
  request: SandboxPhoneCodeRequest = {},
): Promise<SandboxPhoneCodeResponse['code']> {
  const body = await post(path, request)
  if (!isJsonObject(body) || typeof body.code !== 'string') throw badReply(200)
  return body.code
}
