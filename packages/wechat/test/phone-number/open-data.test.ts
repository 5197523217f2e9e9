import { createCipheriv } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decryptOpenData, decryptPhoneInfo, WeChatError, type EncryptedData } from '../../src/index'

// the demo of https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
const PUBLISHED = {
  sessionKey: 'tiihtNczf5v6AKRyjwEUhQ==',
  iv: 'r7BXXKkLb8qrSNn05n0qiA==',
  encryptedData:
    'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==',
}
const APP_ID = 'wx0000000000000001'
const PHONE = {
  sessionKey: 'MDEyMzQ1Njc4OWFiY2RlZg==',
  iv: 'ZmVkY2JhOTg3NjU0MzIxMA==',
  encryptedData:
    '/zKksLWsmvxbw65eoGVnlJgByfhVA3B7OucVR9YfnROXMeht7O4jvVTLC1qQtIadUy968xbYGyl5DVVqCqfSa/eI3sT08QkpS/hFcLxHLqPVRUBMYmEZWI8/yOPwMCIkZAlNcgUXWR+8anDzPWXCKNsMEsDm6f5q9/GxtUsISMtcnzrIpWdArGissQ3ybyQ2TNChg9jd3pnQAwgn8VyGAw==',
}
const FRESH = { appId: APP_ID, now: 1_700_000_060_000 }

function encrypt(value: unknown): EncryptedData {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(PHONE.sessionKey, 'base64'), Buffer.from(PHONE.iv, 'base64'))
  const encryptedData = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]).toString('base64')
  return { ...PHONE, encryptedData }
}

function failureOf(data: EncryptedData, options = FRESH): string {
  try {
    decryptPhoneInfo(data, options)
  } catch (error) {
    if (error instanceof WeChatError) return `${error.code} ${error.message}`
    throw error
  }
  return 'decrypted'
}

const REJECTED = 'code_rejected code_rejected (jscode2session: decryption)'

describe('decryptOpenData', () => {
  test("decrypts WeChat's published vector", () => {
    expect(decryptOpenData(PUBLISHED)).toMatchObject({
      openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
      nickName: 'Band',
      watermark: { timestamp: 1477314187, appid: 'wx4f4bc4dec97d474b' },
    })
  })
})

describe('decryptPhoneInfo', () => {
  test('decrypts a phone number', () => {
    expect(decryptPhoneInfo(PHONE, FRESH)).toEqual({
      phoneNumber: '13800138000',
      purePhoneNumber: '13800138000',
      countryCode: '86',
      watermark: { timestamp: 1_700_000_000, appid: APP_ID },
    })
  })

  const plain = (more: object) => ({ ...decryptPhoneInfo(PHONE, FRESH), ...more })

  test.each<[string, EncryptedData]>([
    ['a wrong key', { ...PHONE, sessionKey: 'AAAAAAAAAAAAAAAAAAAAAA==' }],
    ['a key that is too short', { ...PHONE, sessionKey: 'AAAA' }],
    ['a wrong iv', { ...PHONE, iv: 'AAAAAAAAAAAAAAAAAAAAAA==' }],
    ['an iv that is too short', { ...PHONE, iv: 'AAAA' }],
    ['a + that became a space', { ...PHONE, encryptedData: PHONE.encryptedData.replaceAll('+', ' ') }],
    ['truncated base64', { ...PHONE, encryptedData: PHONE.encryptedData.slice(0, -3) }],
    ['a missing block', { ...PHONE, encryptedData: PHONE.encryptedData.slice(0, 64) }],
    ['empty data', { ...PHONE, encryptedData: '' }],
    ['JSON that is not a phone number', encrypt({ hello: 1 })],
    ['another AppID', encrypt(plain({ watermark: { timestamp: 1_700_000_000, appid: 'wx1111111111111111' } }))],
    ['a number with letters', encrypt(plain({ phoneNumber: '138x' }))],
  ])('rejects %s with the same error', (_, data) => {
    expect(failureOf(data)).toBe(REJECTED)
  })

  test('rejects data older than five minutes', () => {
    expect(failureOf(PHONE, { appId: APP_ID, now: 1_700_000_300_000 })).toBe('decrypted')
    expect(failureOf(PHONE, { appId: APP_ID, now: 1_700_000_301_000 })).toBe(REJECTED)
  })

  test('rejects every wrong key and every altered byte with the same error', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((value) => Buffer.from(value).toString('base64'))
    const altered = fc.nat(159).map((at) => {
      const data = Buffer.from(PHONE.encryptedData, 'base64')
      data[at] = (data[at] ?? 0) ^ 1
      return data.toString('base64')
    })
    fc.assert(
      fc.property(fc.oneof(bytes, fc.constant(PHONE.sessionKey)), altered, (sessionKey, encryptedData) => {
        expect(failureOf({ ...PHONE, sessionKey, encryptedData })).toBe(REJECTED)
      }),
    )
  })
})
