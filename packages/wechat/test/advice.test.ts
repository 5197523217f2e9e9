import { describe, expect, test } from 'vitest'
import {
  adviseOnErrcode,
  adviseOnError,
  KNOWN_ERRCODES,
  RID_DIAGNOSIS_URL,
  WeChatError,
  type WeChatErrorDetails,
} from '../src/index'
import { rejection, setup } from './setup'

const advise = (details: Omit<WeChatErrorDetails, 'endpoint'>) =>
  adviseOnError(new WeChatError('unavailable', { endpoint: 'getuserphonenumber', ...details }))

describe('adviseOnErrcode', () => {
  test('has Chinese and English advice for every known errcode', () => {
    for (const errcode of KNOWN_ERRCODES) {
      const { zh, en } = adviseOnErrcode(errcode, 'getuserphonenumber')
      expect(zh).toMatch(/[\u4e00-\u9fff]/)
      expect(en).not.toMatch(/[\u4e00-\u9fff]/)
    }
  })
})

describe('adviseOnError', () => {
  test.each<[RegExp, Omit<WeChatErrorDetails, 'endpoint'>]>([
    [/AppID does not match/, { reason: 'errcode', errcode: 40013 }],
    [/Content-Length/, { reason: 'http_status', httpStatus: 412 }],
    [/not from WeChat/, { reason: 'http_status', httpStatus: 502 }],
    [/not from WeChat/, { reason: 'malformed_reply' }],
    [/another AppID/, { reason: 'watermark' }],
    [/API security/, { reason: 'signature' }],
    [/API security/, { reason: 'decryption' }],
    [/does not resolve/, { reason: 'connection', cause: new Error('no reply: ENOTFOUND') }],
    [/nothing listens/, { reason: 'connection', cause: new Error('no reply: ECONNREFUSED') }],
    [/not trusted/, { reason: 'connection', cause: new Error('no reply: SELF_SIGNED_CERT_IN_CHAIN') }],
    [/firewall and proxy/, { reason: 'timeout' }],
  ])('says %s for %o', (text, details) => {
    expect(advise(details).en).toMatch(text)
    expect(advise(details).zh).toMatch(/[\u4e00-\u9fff]/)
  })

  test('points to the token server if that is where the token comes from', async () => {
    await using t = await setup({ accessToken: { url: 'http://127.0.0.1:1', bearer: 'b' } })
    const { en } = adviseOnError((await rejection(t.exchange())) as WeChatError)
    expect(en).toContain('token server')
  })

  test("names WeChat's diagnosis page and its seven days wherever there is a rid", () => {
    const { zh, en } = advise({ reason: 'errcode', errcode: 40013, rid: '65713974-7970e3f9-1a07ebbf' })
    for (const text of [zh, en]) {
      expect(text).toContain(RID_DIAGNOSIS_URL)
      expect(text).toMatch(/7 (天|days)/)
    }
    expect(advise({ reason: 'errcode', errcode: 40013 }).en).not.toContain(RID_DIAGNOSIS_URL)
  })
})
