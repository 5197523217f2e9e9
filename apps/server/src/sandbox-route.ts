import { SANDBOX_PHONE_CODES_PATH } from '@uni-phone/contract'
import { sandboxPhoneCodeRequestSchema, sandboxPhoneCodeResponseSchema } from '@uni-phone/contract/schemas'
import { Hono } from 'hono'
import { request } from 'undici'
import { ApiError } from './api-error'
import type { AppEnv } from './app-env'
import { limitBody } from './request-body'

export interface SandboxOptions {
  /** Where the emulator listens. */
  readonly baseUrl: string
  readonly appId: string
}

const TIMEOUT_MS = 5_000

async function askEmulator(baseUrl: string, body: object): Promise<unknown> {
  try {
    const reply = await request(`${baseUrl}/_emulator/phone-codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    })
    return await reply.body.json()
  } catch (cause) {
    throw new ApiError(
      'wechat_unavailable',
      `The emulator does not answer on ${baseUrl}. Start it with: pnpm emulator`,
      {
        retryAfterSeconds: 1,
        cause,
      },
    )
  }
}

async function readUser(body: Promise<unknown>) {
  const parsed = sandboxPhoneCodeRequestSchema.safeParse(await body.catch(() => undefined))
  if (parsed.success) return parsed.data
  throw new ApiError('invalid_request', 'The body must be {"phoneNumber"?, "countryCode"?}, both strings of digits.')
}

/** `POST /_sandbox/phone-codes`: the code WeChat's button would give, made by the emulator. Exists in the sandbox alone. */
export function createSandboxRoute({ baseUrl, appId }: SandboxOptions) {
  const route = new Hono<AppEnv>()
  route.post(SANDBOX_PHONE_CODES_PATH, limitBody, async (c) => {
    const user = await readUser(c.req.json())
    const made = sandboxPhoneCodeResponseSchema.safeParse(await askEmulator(baseUrl, { ...user, appid: appId }))
    if (!made.success) throw new ApiError('internal', `What answers on ${baseUrl} is not the emulator.`)
    return c.json(made.data)
  })
  return route
}
