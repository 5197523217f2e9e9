import { ERROR_CODES, type ErrorCode } from '@uni-phone/contract'
import { describe, expect, test, vi } from 'vitest'
import { OUTCOME_TEXTS } from '../src/phone-number'
import { problem } from './support/api-server'
import { createHeldClock } from './support/held-clock'
import { ALLOWED, setup, soon } from './support/open-page'

/** The way on that the page offers below the text: the button, 重试 as well, or a place to turn to. */
type Next = 'tap' | 'retry' | 'later' | 'fallback'

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof setup>>['openAgreed']>>

async function showsFailure(page: Page, text: string): Promise<void> {
  await soon(() => {
    expect(page.get('.phone-message').text()).toContain(text)
  })
}

function expectNext(page: Page, next: Next): void {
  expect(page.get('.phone-button').attributes('disabled')).toBeUndefined()
  expect(page.find('.retry-button').exists()).toBe(next === 'retry')
  expect(page.find('.message-line').exists()).toBe(next === 'fallback')
}

const failed = (message: string, errno?: number) => ({ errMsg: `getPhoneNumber:${message}`, ...(errno && { errno }) })

const events: [text: string, next: Next, detail: object, hint?: string][] = [
  ['你没有选择手机号', 'tap', failed('fail user deny')],
  ['你没有选择手机号', 'tap', failed('fail:user deny')],
  ['你没有选择手机号', 'tap', failed('fail user cancel')],
  ['你没有选择手机号', 'tap', failed('fail', 103)],
  ['手机号快捷登录暂不可用', 'fallback', failed('fail', 1400001), '1400001'],
  ['这个小程序暂时不能获取手机号', 'fallback', failed('fail no permission'), '主体须为非个人'],
  ['这个小程序暂时不能获取手机号', 'fallback', failed('fail operateWXData:fail jsapi has no permission', 102)],
  ['需要先同意隐私保护指引', 'tap', failed('fail privacy permission is not authorized', 104), '清除授权数据'],
  [
    '我们会尽快处理',
    'fallback',
    failed('fail api scope is not declared in the privacy agreement', 112),
    '用户隐私保护指引',
  ],
  ['验证绑定的手机号', 'tap', failed('fail Error: 用户绑定的手机需要进行验证，请在客户端完成短信验证步骤')],
  ['中绑定手机号', 'tap', failed('fail 用户未绑定手机，请先在微信客户端进行绑定后重试')],
  ['请更新微信', 'fallback', failed('ok'), 'LEGACY_PHONE_NUMBER=on'],
  ['请在手机微信中打开', 'fallback', failed('fail:jsapi not supported', 100)],
  ['微信有点忙', 'tap', failed('fail:meet server frequency limit', 1003)],
  ['没有收到微信的结果', 'tap', failed('fail')],
]

describe('an event without a code', () => {
  test.each(events)('%s: %s (%o)', async (text, next, detail, hint) => {
    const { openAgreed, seen } = await setup([{ body: '' }])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', { detail })
    await showsFailure(page, text)
    expectNext(page, next)
    if (hint !== undefined) expect(page.get('.developer-hint').text()).toContain(hint)
    expect(seen).toHaveLength(0)
  })
})

const errors: [text: string, next: Next, code: ErrorCode, hint?: string][] = [
  ['请求没有被接受，请再点一次按钮', 'tap', 'invalid_request'],
  ['请求没有被接受，请更新小程序', 'later', 'payload_too_large'],
  ['请求格式不被接受', 'later', 'unsupported_media_type'],
  ['已过期或已使用，请再点一次按钮', 'tap', 'code_rejected', 'MINIPROGRAM_APPID'],
  ['与上一次冲突，请再点一次按钮', 'tap', 'idempotency_mismatch'],
  ['号码还在确认中', 'retry', 'in_progress'],
  ['微信还没有回应', 'retry', 'wechat_timeout'],
  ['微信的结果丢失了，请再点一次按钮', 'tap', 'outcome_unknown'],
  ['暂时连不上微信', 'retry', 'wechat_unavailable'],
  ['操作太频繁了', 'retry', 'rate_limited'],
  ['今天的登录次数已用完', 'fallback', 'quota_exhausted'],
  ['号码已确认，但登录没有完成', 'retry', 'handler_failed'],
  ['请用手机号登录', 'tap', 'phone_number_required', '404'],
  ['已属于另一个账号', 'tap', 'phone_number_taken', '409'],
  ['登录已失效', 'tap', 'signed_out', '401'],
  ['暂时无法登录', 'retry', 'accounts_unavailable', '数据库'],
  ['不认识这个小程序', 'fallback', 'unknown_app', 'WECHAT_APPS'],
  ['服务暂时不可用', 'fallback', 'service_misconfigured', '见服务端日志'],
  ['服务地址有误', 'later', 'not_found'],
  ['服务不接受这次请求', 'later', 'method_not_allowed'],
  ['服务出了点问题，请再点一次按钮', 'tap', 'internal'],
]

describe('an error of the API', () => {
  test('every code of the contract has a row', () => {
    expect(errors.map(([, , code]) => code).sort()).toEqual(Object.keys(ERROR_CODES).sort())
  })

  test.each(errors)('%s: %s (%s)', async (text, next, code, hint) => {
    const { status, retryable } = ERROR_CODES[code]
    // beyond the time in which the page retries automatically
    const headers = { 'Retry-After': '60' }
    const { openAgreed } = await setup([{ status, headers, body: problem(code, status, retryable) }])
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await showsFailure(page, text)
    expectNext(page, next)
    if (hint !== undefined) expect(page.get('.developer-hint').text()).toContain(hint)
  })
})

describe('a request without an answer of the API', () => {
  test.each([
    [OUTCOME_TEXTS.zh.network, 'retry', { errno: 600001, errMsg: 'request:fail errcode:-102' }, 'VITE_API_BASE_URL'],
    [OUTCOME_TEXTS.zh.timeout, 'retry', { errno: 5, errMsg: 'request:fail timeout' }, 'VITE_API_BASE_URL'],
    [
      OUTCOME_TEXTS.zh.domain_not_allowed,
      'later',
      { errno: 600002, errMsg: 'request:fail url not in domain list' },
      'request 合法域名',
    ],
  ] as const)('%s: %s (%o)', async (text, next, failure, hint) => {
    const { clock, pass } = createHeldClock()
    const { openAgreed, uni } = await setup([{ body: '' }], { clock })
    uni.request = ({ fail }) => {
      fail(failure)
    }
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await pass(10_000)
    await showsFailure(page, text)
    expectNext(page, next)
    expect(page.get('.developer-hint').text()).toContain(hint)
  })

  test('a page that a proxy sent is a reply that makes no sense', async () => {
    const { clock, pass } = createHeldClock()
    const { openAgreed, uni } = await setup([{ body: '' }], { clock })
    uni.request = ({ success }) => {
      success({ statusCode: 502, data: '<html>', header: {} })
    }
    const page = await openAgreed()
    await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
    await pass(10_000)
    await showsFailure(page, OUTCOME_TEXTS.zh.bad_reply)
    expectNext(page, 'retry')
  })
})

test('a development build shows the server’s explanation', async () => {
  const detail = 'The code is in quotes.'
  const { openAgreed } = await setup([{ status: 409, body: { ...problem('code_rejected', 409, false), detail } }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', ALLOWED)
  await showsFailure(page, OUTCOME_TEXTS.zh.code_rejected)
  expect(page.get('.developer-hint').text()).toContain(detail)
})

test('a release shows no hint for developers', async () => {
  vi.stubEnv('DEV', false)
  const { openAgreed } = await setup([{ body: '' }])
  const page = await openAgreed()
  await page.get('.phone-button').trigger('getphonenumber', { detail: failed('fail', 1400001) })
  expect(page.find('.developer-hint').exists()).toBe(false)
})
