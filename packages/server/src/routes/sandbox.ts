import { SANDBOX_LOGIN_CODES_PATH, SANDBOX_PHONE_CODES_PATH, SANDBOX_TEST_USER_PATH } from '@uni-phone/contract'
import {
  sandboxLoginCodeRequestSchema,
  sandboxLoginCodeResponseSchema,
  sandboxPhoneCodeRequestSchema,
  sandboxPhoneCodeResponseSchema,
  sandboxTestUserResponseSchema,
} from '@uni-phone/contract/schemas'
import { Hono } from 'hono'
import { request } from 'undici'
import { z } from 'zod'
import { ApiError } from '../errors'
import { type AppEnv, readJson, toReply } from '../http'

export interface SandboxOptions {
  /** Where the emulator listens. */
  readonly baseUrl: string
  readonly appId: string
}

const TIMEOUT_MS = 5_000

interface Question {
  readonly method: 'GET' | 'POST'
  readonly headers?: Record<string, string>
  readonly body?: string
}

async function askEmulator(baseUrl: string, path: string, question: Question): Promise<unknown> {
  try {
    const limits = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS }
    const reply = await request(`${baseUrl}/_emulator/${path}`, { ...question, ...limits })
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

function readUser<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiError(
    'invalid_request',
    'The body may have an `openid` and, for a phone code, a `phoneNumber` and a `countryCode` of digits.',
  )
}

function notTheEmulator(baseUrl: string): ApiError {
  return new ApiError('internal', `What answers on ${baseUrl} is not the emulator.`)
}

async function makeCode<T>(baseUrl: string, kind: string, user: object, schema: z.ZodType<T>): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const question = { method: 'POST', headers, body: JSON.stringify(user) } as const
  const made = schema.safeParse(await askEmulator(baseUrl, kind, question))
  if (!made.success) throw notTheEmulator(baseUrl)
  return made.data
}

const stateSchema = z.object({ testUser: sandboxTestUserResponseSchema })

async function readTestUser(baseUrl: string) {
  const state = stateSchema.safeParse(await askEmulator(baseUrl, 'state', { method: 'GET' }))
  if (!state.success) throw notTheEmulator(baseUrl)
  return state.data.testUser
}

/**
 * The answers of WeChat on a phone, from the emulator: the number on the consent sheet, and the codes of the phone button
 * and of `wx.login`. These routes exist only in the sandbox.
 */
export function createSandboxRoute({ baseUrl, appId }: SandboxOptions) {
  const route = new Hono<AppEnv>()
  route.get(SANDBOX_TEST_USER_PATH, async (c) => toReply(c, await readTestUser(baseUrl)))
  route.post(SANDBOX_PHONE_CODES_PATH, async (c) => {
    const user = readUser(sandboxPhoneCodeRequestSchema, await readJson(c))
    return toReply(c, await makeCode(baseUrl, 'phone-codes', { ...user, appid: appId }, sandboxPhoneCodeResponseSchema))
  })
  route.post(SANDBOX_LOGIN_CODES_PATH, async (c) => {
    const user = readUser(sandboxLoginCodeRequestSchema, await readJson(c))
    return toReply(c, await makeCode(baseUrl, 'login-codes', { ...user, appid: appId }, sandboxLoginCodeResponseSchema))
  })
  return route
}
