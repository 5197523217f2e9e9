import { expect, test } from 'vitest'
import { classifyPhoneNumberEvent, type PhoneNumberDetail } from '../src/phone-number/wechat/phone-number-event'

const failures: [expected: string, errMsg: string | undefined, errno?: number][] = [
  ['wechat_too_old', 'getPhoneNumber:ok'],
  ['refused', 'getPhoneNumber:fail user deny'],
  ['refused', 'getPhoneNumber:fail:user deny'],
  ['refused', 'getPhoneNumber:user deny'],
  ['refused', 'getPhoneNumber:fail:user cancel'],
  ['refused', 'getPhoneNumber:fail user cancel'],
  ['refused', 'getPhoneNumber:fail cancel to bind phone'],
  ['refused', 'getPhoneNumber:fail cancel to confirm login'],
  ['refused', 'getPhoneNumber:fail', 103],
  ['refused', undefined, 103],
  ['refused', 'getPhoneNumber:fail:user authorize denied', 103],
  ['refused', 'getPhoneNumber:fail:user authorize canceled', 104],
  ['privacy_not_agreed', 'getPhoneNumber:fail privacy permission is not authorized', 104],
  ['privacy_not_agreed', 'getPhoneNumber:fail privacy permission is not authorized in gap', 104],
  ['privacy_not_agreed', 'getPhoneNumber:fail privacy permission is not authorized'],
  ['privacy_not_agreed', 'getPhoneNumber:fail', 104],
  ['privacy_not_declared', 'getPhoneNumber:fail api scope is not declared in the privacy agreement', 112],
  ['privacy_not_declared', 'getPhoneNumber:fail api scope is not declared in the privacy agreement'],
  ['privacy_not_declared', 'getPhoneNumber:fail appid privacy api banned'],
  ['privacy_not_declared', 'please go to mp to announce your privacy usage', 1025],
  ['privacy_not_declared', 'please go to mp to announce your privacy usage', 1026],
  ['no_permission', 'getPhoneNumber:fail no permission'],
  ['no_permission', 'getPhoneNumber:fail 该 appid 没有权限'],
  ['no_permission', 'getPhoneNumber:fail operateWXData:fail jsapi has no permission', 102],
  ['quota_used_up', 'getPhoneNumber:fail', 1400001],
  ['quota_used_up', undefined, 1400001],
  ['number_not_verified', 'getPhoneNumber:fail Error: 用户绑定的手机需要进行验证，请在客户端完成短信验证步骤'],
  [
    'number_not_verified',
    'getPhoneNumber:fail Error: The mobile phone user bound needs to be verified. Please complete the SMS verification step on the client',
  ],
  ['no_number_bound', 'getPhoneNumber:fail 用户未绑定手机，请先在微信客户端进行绑定后重试'],
  ['no_number_bound', 'getPhoneNumber:fail 10000'],
  ['client_not_supported', 'sendOpenReq:fail:no openid', 10100005],
  ['client_not_supported', 'getPhoneNumber:fail:jsapi not supported', 100],
  ['wechat_busy', 'getPhoneNumber:fail:server system error', 1000],
  ['wechat_busy', 'getPhoneNumber:fail:meet server frequency limit', 1003],
  ['no_permission', 'getPhoneNumber:fail:access denied'],
  ['no_permission', 'getPhoneNumber:fail permission denied'],
  ['unknown_event', 'getPhoneNumber:fail auth deny'],
  ['unknown_event', 'getPhoneNumber:fail:denied by policy'],
  ['unknown_event', 'getPhoneNumber:fail the request was cancelled'],
  ['unknown_event', 'getPhoneNumber:fail 获取手机号失败'],
  ['refused', 'getPhoneNumber:fail 用户拒绝授权'],
  ['refused', 'getPhoneNumber:fail 用户取消'],
  ['unknown_event', 'getPhoneNumber:fail:invalid request data', 101],
  ['unknown_event', 'getPhoneNumber:fail', 10001],
  ['unknown_event', undefined],
]

test.each(failures)('%s: %s %s', (expected, errMsg, errno) => {
  const detail: PhoneNumberDetail = { ...(errMsg !== undefined && { errMsg }), ...(errno !== undefined && { errno }) }
  expect(classifyPhoneNumberEvent({ detail })).toEqual({ failure: expected })
  expect(classifyPhoneNumberEvent({ detail: { detail } })).toEqual({ failure: expected })
})

test.each([
  [undefined],
  [null],
  ['getPhoneNumber:ok'],
  [{}],
  [{ detail: null }],
  [{ detail: 'getPhoneNumber:ok' }],
  [{ detail: { detail: null } }],
  [{ detail: { code: 5, errMsg: 'getPhoneNumber:ok' } }],
  [{ detail: { code: '', errMsg: 'getPhoneNumber:ok' } }],
  [{ detail: { code: null, errMsg: 'getPhoneNumber:ok' } }],
  [{ detail: { code: { value: 'c' }, errMsg: 5, errno: null } }],
  [{ detail: [] }],
])('an event of an unknown shape, %j, is nobody’s fault', (event) => {
  expect(classifyPhoneNumberEvent(event)).toEqual({ failure: 'unknown_event' })
})

test('takes the code, whatever else the event carries', () => {
  const detail = { errMsg: 'getPhoneNumber:ok', code: 'c', encryptedData: 'e', iv: 'i' }
  expect(classifyPhoneNumberEvent({ detail })).toEqual({ grant: { code: 'c' } })
})

test('finds a payload that is nested one level deeper', () => {
  const detail = { errMsg: 'getPhoneNumber:ok', code: 'c' }
  expect(classifyPhoneNumberEvent({ detail: { detail } })).toEqual({ grant: { code: 'c' } })
})

test('takes encrypted data from an old base library', () => {
  const detail = { errMsg: 'getPhoneNumber:ok', encryptedData: 'e', iv: 'i' }
  expect(classifyPhoneNumberEvent({ detail })).toEqual({ grant: { encryptedData: 'e', iv: 'i' } })
})
