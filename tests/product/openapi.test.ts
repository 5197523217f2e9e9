import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { openAccounts } from '@uni-phone/accounts'
import { createRateLimit, createReadiness } from '@uni-phone/server'
import { SANDBOX_APP_ID } from '@uni-phone/wechat-emulator'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { toOpenApi } from '../../scripts/generate/openapi-document'
import { findBreakingChanges, type Part } from './openapi/breaking-changes'
import { PHONE_PATH, startStack } from '@uni-phone/test-support/product'

const read = (file: string): Part => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Part
const DOCUMENT = read('../../packages/server/openapi.json')
const RELEASED = read('./openapi/released-0.1.0.json')

test('packages/server/openapi.json is what the schemas of the contract say (`pnpm generate` writes it)', () => {
  expect(DOCUMENT).toEqual(JSON.parse(JSON.stringify(toOpenApi())))
})

test('the document is OpenAPI 3.1', async () => {
  expect(await new Validator().validate(structuredClone(DOCUMENT))).toEqual({ valid: true })
})

test('a client of version 0.1.0 stumbles over nothing', () => {
  expect(findBreakingChanges(RELEASED, DOCUMENT)).toEqual([])
})

interface Reply {
  headers: object
  content?: Record<string, object>
}
interface Document {
  paths: Record<string, Record<string, { parameters?: object[]; responses: Record<string, Reply> }>>
  components: { schemas: Record<string, Schema> }
}
interface Schema {
  required: string[]
  properties: Record<string, Record<string, unknown>>
  anyOf: Schema[]
}

const PATH = '/api/v1/phone-number'

const operationOf = ({ paths }: Document) => {
  const operation = paths[PATH]?.post
  if (operation === undefined) throw new Error('no operation')
  return operation
}
const schemaOf = ({ components }: Document, name: string): Schema => {
  const schema = components.schemas[name]
  if (schema === undefined) throw new Error('no schema')
  return schema
}
const without = (names: string[], name: string): string[] => names.filter((each) => each !== name)

test.each<[string, (document: Document) => void, string]>([
  ['a path is gone', ({ paths }) => Reflect.deleteProperty(paths, PATH), `post ${PATH} is gone`],
  ['a status is gone', (d) => delete operationOf(d).responses[409], `post ${PATH} 409 is gone`],
  [
    'a header is gone',
    (d) => delete (operationOf(d).responses[200]?.headers as Record<string, unknown>)['X-Request-Id'],
    `post ${PATH} 200: header X-Request-Id is gone`,
  ],
  [
    'a header is demanded',
    (d) => operationOf(d).parameters?.push({ name: 'X-New', in: 'header', required: true }),
    `post ${PATH}: X-New is required now`,
  ],
  [
    'a field of an answer is gone',
    (d) => delete schemaOf(d, 'PhoneNumberResponse').properties.countryCode,
    'PhoneNumberResponse.countryCode is gone',
  ],
  [
    'a field of an answer may be absent',
    (d) => {
      const schema = schemaOf(d, 'Problem')
      schema.required = without(schema.required, 'retryable')
    },
    'Problem: required retryable is gone',
  ],
  [
    'a field of an answer has another type',
    (d) => (schemaOf(d, 'Problem').properties.status = { type: 'string' }),
    'Problem.status: its type is another',
  ],
  [
    'an error code is gone',
    (d) => {
      const code = schemaOf(d, 'Problem').properties.code as { enum: string[] }
      code.enum = without(code.enum, 'in_progress')
    },
    'Problem.code: in_progress is gone',
  ],
  [
    'a field of the request is demanded',
    (d) => schemaOf(d, 'PhoneNumberRequest').anyOf[0]?.required.push('loginCode'),
    'PhoneNumberRequest[0]: loginCode is required now',
  ],
  [
    'a field of the request must be shorter',
    (d) => Object.assign(schemaOf(d, 'PhoneNumberRequest').anyOf[0]?.properties.code ?? {}, { maxLength: 32 }),
    'PhoneNumberRequest[0].code: maxLength is narrower',
  ],
  [
    'a form of the request is gone',
    (d) => schemaOf(d, 'PhoneNumberRequest').anyOf.pop(),
    'PhoneNumberRequest[1] is gone',
  ],
])('where %s, a client stumbles', (_, change, found) => {
  const changed = structuredClone(RELEASED)
  change(changed as unknown as Document)
  expect(findBreakingChanges(RELEASED, changed)).toContain(found)
})

test('what is added disturbs no client', () => {
  const added = structuredClone(RELEASED) as unknown as Document
  added.paths['/new'] = {}
  operationOf(added).responses[418] = { headers: {} }
  schemaOf(added, 'PhoneNumberResponse').properties.isNew = { type: 'boolean' }
  schemaOf(added, 'Problem').required.push('hint')
  Object.assign(schemaOf(added, 'PhoneNumberRequest').anyOf[0]?.properties ?? {}, { campaign: { type: 'string' } })
  ;(schemaOf(added, 'Problem').properties.code as { enum: string[] }).enum.push('new_code')
  expect(findBreakingChanges(RELEASED, added as unknown as Part)).toEqual([])
})

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
ajv.addSchema(DOCUMENT, 'openapi')

/** What is wrong with an answer by the document: nothing, one hopes. */
async function findFaults(method: string, path: string, reply: Response): Promise<string[]> {
  const operation = (DOCUMENT as unknown as Document).paths[path]?.[method]
  const response = operation?.responses[reply.status]
  if (response === undefined) return [`${reply.status} is not in the document`]
  const type = reply.headers.get('content-type') ?? ''
  if (response.content === undefined) return (await reply.text()) === '' ? [] : ['there is a body']
  if (response.content[type] === undefined) return [`${type} is not in the document`]
  const place = ['paths', path, method, 'responses', String(reply.status), 'content', type, 'schema']
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
  const validate = ajv.getSchema(`openapi#/${pointer}`)
  if (validate === undefined) return ['no schema']
  validate(await reply.json())
  return ((validate.errors ?? []) as ErrorObject[]).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const json = { 'content-type': 'application/json' }
const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { ...json, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

test('live answers are what the document says', async () => {
  let fails = false
  const onPhoneNumber = () => {
    if (fails) throw new Error('no database')
    return { token: 't', roles: ['owner', null, 1] }
  }
  const readiness = createReadiness({
    getAccessToken: () => (fails ? Promise.reject(new Error('no')) : Promise.resolve()),
  })
  const rateLimit = createRateLimit({ perMinute: 13 })
  await using stack = await startStack(0, { onPhoneNumber, readiness, rateLimit, requestTimeoutMs: 300 })
  const url = `http://127.0.0.1:${stack.server.port}`
  const statuses: number[] = []

  async function check(path: string, init: RequestInit = {}): Promise<void> {
    const reply = await fetch(url + path, init)
    statuses.push(reply.status)
    expect(await findFaults((init.method ?? 'get').toLowerCase(), path, reply)).toEqual([])
  }
  const whileWeChat = async (fault: object) => {
    stack.emulator.addFault({ path: PHONE_PATH, times: 2, fault: fault as { errcode: number } })
    await check(PATH, post({ code: stack.newCode() }))
    stack.emulator.clearFaults()
  }

  for (const path of ['/healthz', '/readyz', '/openapi.json']) await check(path)
  const body = { code: stack.newCode(), loginCode: 'wrong' }
  await check(PATH, post(body, { 'idempotency-key': 'k-1' }))
  await check(PATH, post(body, { 'idempotency-key': 'k-1' }))
  await check(PATH, post({ code: 'other' }, { 'idempotency-key': 'k-1' }))
  await check(PATH, post('{'))
  await check(PATH, post({ code: 'wrong' }))
  await check(PATH, post({ code: 'a'.repeat(20_000) }))
  await check(PATH, post('a', { 'content-type': 'text/plain' }))
  await whileWeChat({ errcode: 48001 })
  await whileWeChat({ errcode: 45009 })
  await whileWeChat({ errcode: 45011 })
  await whileWeChat({ reset: 'after' })
  await whileWeChat({ delayMs: 400 })
  fails = true
  await check('/readyz')
  await check(PATH, post({ code: stack.newCode() }))
  await check(PATH, post({ code: stack.newCode() }))
  expect(statuses).toEqual([200, 200, 200, 200, 200, 422, 400, 409, 413, 415, 500, 503, 429, 502, 504, 503, 503, 429])
})

const READY = { getAccessToken: () => Promise.resolve('t') }

test('live answers of a server with accounts are what the document says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-openapi-'))
  const accounts = await openAccounts({ url: join(folder, 'accounts.db'), appId: SANDBOX_APP_ID })
  await using stack = await startStack(0, {
    accounts,
    readiness: createReadiness({ ...READY, checkAccounts: accounts.check }),
  })
  const statuses: number[] = []
  let token = ''

  async function check(method: string, path: string, body?: object): Promise<void> {
    const headers = { ...json, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) }
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const reply = await fetch(`http://127.0.0.1:${stack.server.port}${path}`, init)
    statuses.push(reply.status)
    if (path === PATH && reply.ok) token = ((await reply.clone().json()) as { data: { token: string } }).data.token
    expect(await findFaults(method.toLowerCase(), path, reply)).toEqual([])
  }
  const newLoginCode = () => stack.emulator.createLoginCode().code

  await check('GET', '/readyz')
  await check('POST', '/api/v1/session', { loginCode: newLoginCode() })
  await check('POST', '/api/v1/session', { loginCode: 'wrong' })
  await check('POST', '/api/v1/session', {})
  await check('GET', '/api/v1/session')
  await check('POST', PATH, { code: stack.newCode(), loginCode: newLoginCode() })
  await check('POST', '/api/v1/session', { loginCode: newLoginCode() })
  await check('GET', '/api/v1/session')
  await check('DELETE', '/api/v1/sessions')
  await check('DELETE', '/api/v1/session')
  token = ''
  await check('POST', PATH, { code: stack.newCode(), loginCode: newLoginCode() })
  await check('DELETE', '/api/v1/account')
  expect(statuses).toEqual([200, 404, 409, 400, 401, 200, 200, 200, 204, 401, 200, 204])
  await accounts.close()
  rmSync(folder, { recursive: true })
})
