import http from 'node:http'
import { ERROR_CODES, type ErrorCode, type ErrorTraits } from '@uni-phone/contract'
import {
  type CompiledMiniProgram,
  type EventDetail,
  type MiniProgram,
  runInNode,
  type RunOptions,
} from '@uni-phone/miniprogram-runner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '@uni-phone/test-support/services'
import { buildMiniProgram } from '@uni-phone/test-support/mini-program'
import { MASKED_NUMBER } from '@uni-phone/test-support/product'

/** What the person finds below the words: the button, the button and 重试, or where else to turn. */
type Next = 'tap' | 'retry' | 'fallback' | 'later'

const PHONE = {
  phoneNumber: '13800138000',
  purePhoneNumber: '13800138000',
  countryCode: '86',
  authorizedAt: '2026-11-22T06:00:00.000Z',
}
const WAIT_MS = 25_000
const NO_NETWORK = 'no network'

const port = await freePort()
let production: CompiledMiniProgram
let development: CompiledMiniProgram

/** The API: the code that it is given names the error that it answers. */
const api = http.createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8').on('data', (part: string) => (text += part))
  request.on('end', () => {
    const { code, encryptedData } = JSON.parse(text) as Record<string, string>
    const error = code ?? encryptedData
    if (error === NO_NETWORK) request.socket.destroy()
    else answer(response, error ?? '')
  })
})

function answer(response: http.ServerResponse, error: string): void {
  const { status, retryable } = traitsOf(error)
  const problem = { type: 'about:blank', title: error, status, detail: error, code: error, retryable, requestId: 'r' }
  // so late that nothing is tried again by itself
  response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '60' })
  if (error === 'a page') response.end('<html>Bad Gateway</html>')
  else response.end(JSON.stringify(error in ERROR_CODES ? problem : PHONE))
}

function traitsOf(error: string): ErrorTraits {
  if (error in ERROR_CODES) return ERROR_CODES[error as ErrorCode]
  return { status: error === 'a page' ? 502 : 200, retryable: true }
}

beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(port, '127.0.0.1', resolve))
  ;[production, development] = await Promise.all([
    buildMiniProgram('production', port),
    buildMiniProgram('development', port),
  ])
})

afterAll(() => {
  api.close()
})

interface TapOptions extends RunOptions {
  prepare?: (phone: MiniProgram) => void
}

async function tap(program: CompiledMiniProgram, detail: EventDetail, { prepare, ...options }: TapOptions = {}) {
  const phone = await runInNode(program, { openType: () => detail, ...options })
  prepare?.(phone)
  phone.launch('pages/phone/phone')
  phone.tap('.agreement')
  phone.tap(await phone.until(() => phone.$('.phone-button'), WAIT_MS))
  return Object.assign(phone, {
    message: () => phone.until(() => phone.$('.phone-message')?.text, WAIT_MS),
    result: () => phone.until(() => phone.$('.phone-result')?.text, WAIT_MS),
    [Symbol.asyncDispose]: () => phone.close(),
  })
}

const failed = (words: string, errno?: number) => ({ errMsg: `getPhoneNumber:${words}`, ...(errno && { errno }) })
const granted = (code: string) => ({ errMsg: 'getPhoneNumber:ok', code })

const events: [words: string, next: Next, detail: EventDetail][] = [
  ['你没有授权手机号', 'tap', failed('fail user deny')],
  ['你没有授权手机号', 'tap', failed('fail:user deny')],
  ['你没有授权手机号', 'tap', failed('fail user cancel')],
  ['你没有授权手机号', 'tap', failed('fail', 103)],
  ['手机号快捷登录暂不可用', 'fallback', failed('fail', 1400001)],
  ['这个小程序暂时不能获取手机号', 'fallback', failed('fail no permission')],
  ['这个小程序暂时不能获取手机号', 'fallback', failed('fail operateWXData:fail jsapi has no permission', 102)],
  ['需要先同意隐私保护指引', 'tap', failed('fail privacy permission is not authorized', 104)],
  ['我们会尽快处理', 'fallback', failed('fail api scope is not declared in the privacy agreement', 112)],
  ['验证绑定的手机号', 'tap', failed('fail Error: 用户绑定的手机需要进行验证，请在客户端完成短信验证步骤')],
  ['中绑定手机号', 'tap', failed('fail 用户未绑定手机，请先在微信客户端进行绑定后重试')],
  ['请更新微信', 'fallback', failed('ok')],
  ['请更新微信', 'fallback', { ...failed('ok'), encryptedData: 'invalid_request', iv: 'i' }],
  ['请在手机微信中打开', 'fallback', failed('fail:jsapi not supported', 100)],
  ['微信有点忙', 'tap', failed('fail:meet server frequency limit', 1003)],
  ['没有收到授权结果', 'tap', failed('fail')],
]

const errors: [words: string, next: Next, code: ErrorCode | 'a page'][] = [
  ['请求没有被接受，请再点一次按钮', 'tap', 'invalid_request'],
  ['请求没有被接受，请更新小程序', 'later', 'payload_too_large'],
  ['请求格式不被接受', 'later', 'unsupported_media_type'],
  ['已过期或已使用，请再点一次按钮', 'tap', 'code_rejected'],
  ['与上一次冲突，请再点一次按钮', 'tap', 'idempotency_mismatch'],
  ['号码还在确认中', 'retry', 'in_progress'],
  ['微信还没有答复', 'retry', 'wechat_timeout'],
  ['没有等到微信的结果，请再点一次按钮', 'tap', 'outcome_unknown'],
  ['暂时连不上微信', 'retry', 'wechat_unavailable'],
  ['操作太频繁了', 'retry', 'rate_limited'],
  ['今天的验证次数已用完', 'fallback', 'quota_exhausted'],
  ['号码已确认，但登录没有完成', 'retry', 'handler_failed'],
  ['请点按钮授权手机号后登录', 'tap', 'phone_number_required'],
  ['这个手机号已属于另一个账号', 'tap', 'phone_number_taken'],
  ['登录已失效，请重新登录', 'tap', 'signed_out'],
  ['暂时无法登录', 'retry', 'accounts_unavailable'],
  ['服务暂时不可用', 'fallback', 'service_misconfigured'],
  ['服务地址有误', 'later', 'not_found'],
  ['服务不接受这次请求', 'later', 'method_not_allowed'],
  ['服务出了点问题，请再点一次按钮', 'tap', 'internal'],
  ['服务的答复无法识别', 'retry', 'a page'],
]

test('every code of the contract has a row', () => {
  expect(errors.map(([, , code]) => code)).toEqual(expect.arrayContaining(Object.keys(ERROR_CODES)))
})

describe.concurrent('every outcome has its words and next step, in the compiled mini program', () => {
  test.each([
    ...events,
    ...errors.map(([words, next, code]): [string, Next, EventDetail] => [words, next, granted(code)]),
  ])('%s: %s (%o)', async (words, next, detail) => {
    await using phone = await tap(production, detail)
    expect(await phone.message()).toContain(words)
    expect(phone.$('.phone-button')?.property('disabled')).toBe(false)
    expect(phone.$('.retry-button') !== undefined).toBe(next === 'retry')
    expect(phone.$('.message-line') !== undefined).toBe(next === 'fallback')
    expect(phone.$('.developer-hint')).toBeUndefined()
    expect(phone.problems()).toEqual([])
  })

  test('a server that hangs up is tried again, and then 重试 is offered with words of the network', async () => {
    await using phone = await tap(production, granted(NO_NETWORK))
    await phone.until(() => phone.$('.retry-button'), WAIT_MS)
    expect(await phone.message()).toContain('网络连接失败')
    expect(phone.requests).toHaveLength(5)
    expect(new Set(phone.requests.map(({ header }) => header['idempotency-key'])).size).toBe(1)
  })

  test('a request that times out says that the network is slow', async () => {
    const timeOut = (options: unknown) => {
      ;(options as { fail: (failure: object) => void }).fail({ errno: 5, errMsg: 'request:fail timeout' })
    }
    const prepare = ({ wx }: MiniProgram) => Object.assign(wx, { request: timeOut })
    await using phone = await tap(production, granted('x'), { prepare })
    await phone.until(() => phone.$('.retry-button'), WAIT_MS)
    expect(await phone.message()).toContain('网络较慢')
  })

  test('a domain that is not on the list is the operator’s to mend', async () => {
    await using phone = await tap(production, granted('x'), { allowedDomains: ['https://api.example.com'] })
    expect(await phone.message()).toContain('小程序不能访问服务')
    expect(phone.$('.retry-button')).toBeUndefined()
  })

  test('without a network it says so and goes on when there is one', async () => {
    const prepare = (phone: MiniProgram) => {
      phone.setOnline(false)
    }
    await using phone = await tap(production, granted('x'), { prepare })
    expect(await phone.message()).toContain('网络已断开')
    phone.setOnline(true)
    expect(await phone.result()).toBe(MASKED_NUMBER)
  })

  test('a payload one level deeper, as under Skyline, is found', async () => {
    await using phone = await tap(production, granted('x'), { detailNesting: true })
    expect(await phone.result()).toBe(MASKED_NUMBER)
  })

  test('an old base library sends what WeChat encrypted, with the login from before the tap', async () => {
    let logins = 0
    const login = () => `login-${(logins += 1)}`
    const old = { errMsg: 'getPhoneNumber:ok', encryptedData: 'e', iv: 'i' }
    await using phone = await tap(production, old, { login })
    await phone.result()
    expect(JSON.parse(phone.requests[0]?.body ?? '')).toEqual({ encryptedData: 'e', iv: 'i', loginCode: 'login-1' })
  })
})

describe.concurrent('a development build names the setting below the words', () => {
  test.each([
    ['1400001', failed('fail', 1400001)],
    ['主体须为非个人', failed('fail no permission')],
    ['用户隐私保护指引', failed('fail api scope is not declared in the privacy agreement', 112)],
    ['清除授权数据', failed('fail privacy permission is not authorized', 104)],
    ['LEGACY_PHONE_NUMBER=on', failed('ok')],
    ['MINIPROGRAM_APPID', granted('code_rejected')],
    ['见服务端日志', granted('service_misconfigured')],
    ['VITE_API_BASE_URL', granted('a page')],
  ])('%s (%o)', async (hint, detail) => {
    await using phone = await tap(development, detail)
    await phone.message()
    expect(phone.text('.developer-hint')).toContain(hint)
  })

  test('the domain list', async () => {
    await using phone = await tap(development, granted('x'), { allowedDomains: ['https://api.example.com'] })
    await phone.message()
    expect(phone.text('.developer-hint')).toContain('request 合法域名')
  })
})
