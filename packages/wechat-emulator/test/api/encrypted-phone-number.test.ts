import { createDecipheriv } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type EncryptedPhoneNumber, type EncryptedPhoneNumberUser, SANDBOX_APP_ID } from '../../src/index'
import { rule } from '../support/rules'
import { OTHER_APP_ID, setup, START } from '../support/setup'

// the vector of WeChat's own demo, WXBizDataCrypt
const DEMO_KEY = 'tiihtNczf5v6AKRyjwEUhQ=='
const DEMO = {
  iv: 'r7BXXKkLb8qrSNn05n0qiA==',
  encryptedData:
    'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==',
}

function decrypt({ encryptedData, iv }: EncryptedPhoneNumber, sessionKey: unknown): string {
  const key = Buffer.from(String(sessionKey), 'base64')
  const decipher = createDecipheriv('aes-128-cbc', key, Buffer.from(iv, 'base64'))
  return decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8')
}

describe('an encrypted phone number', () => {
  test(
    rule(
      'legacy.encryption',
      'decrypts with the code for WeChat’s own sample, before its login code is used and after',
    ),
    async () => {
      expect(JSON.parse(decrypt(DEMO, DEMO_KEY))).toMatchObject({ watermark: { appid: 'wx4f4bc4dec97d474b' } })
      const { session, emulator } = setup()
      const { code } = emulator.createLoginCode()
      const early = emulator.createEncryptedPhoneNumber({ loginCode: code })
      const { session_key } = (await session(code)).json
      emulator.advance(600_000)
      const late = emulator.createEncryptedPhoneNumber({ loginCode: code })
      for (const payload of [early, late])
        expect(JSON.parse(decrypt(payload, session_key))).toHaveProperty('phoneNumber')
      expect(late.iv).not.toBe(early.iv)
    },
  )

  test(rule('legacy.plain-text', 'has WeChat’s fields in WeChat’s order, with countryCode a string'), async () => {
    const { session, emulator } = setup({ quirks: { countryCode: 'number' } })
    const { code } = emulator.createLoginCode()
    const { session_key } = (await session(code)).json
    expect(decrypt(emulator.createEncryptedPhoneNumber({ loginCode: code }), session_key)).toBe(
      `{"phoneNumber":"13800138000","purePhoneNumber":"13800138000","countryCode":"86","watermark":{"timestamp":${START / 1000},"appid":"${SANDBOX_APP_ID}"}}`,
    )
  })

  test('contains the number, its country and the AppID of the code', async () => {
    const other = { appid: OTHER_APP_ID, secret: 'x' }
    const { session, emulator } = setup({ accounts: [other] })
    const { code } = emulator.createLoginCode({ appid: OTHER_APP_ID })
    const { session_key } = (await session(code, other)).json
    const payload = emulator.createEncryptedPhoneNumber({
      loginCode: code,
      phoneNumber: '51234567',
      countryCode: '852',
    })
    expect(JSON.parse(decrypt(payload, session_key))).toMatchObject({
      phoneNumber: '+85251234567',
      purePhoneNumber: '51234567',
      countryCode: '852',
      watermark: { appid: OTHER_APP_ID },
    })
  })

  test('has an iv of 16 bytes', async () => {
    const { emulator } = setup()
    const { iv } = emulator.createEncryptedPhoneNumber({ loginCode: emulator.createLoginCode().code })
    expect(iv).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  })

  test(rule('legacy.stale-key', 'with a stale key does not decrypt with the session_key of the code'), async () => {
    const { session, emulator } = setup({ seed: 'stale' })
    const { code } = emulator.createLoginCode()
    const { session_key } = (await session(code)).json
    const payload = emulator.createEncryptedPhoneNumber({ loginCode: code, staleKey: true })
    expect(() => decrypt(payload, session_key)).toThrow('bad decrypt')
  })
})

describe('a request to encrypt', () => {
  test.each([
    {},
    { loginCode: 'unknown' },
    { loginCode: 1 },
    { staleKey: 'yes' },
    { phoneNumber: 'abc' },
    { code: 'x' },
  ])('is refused with advice: %j', (changes) => {
    const { emulator } = setup()
    const user =
      'loginCode' in changes || Object.keys(changes).length === 0
        ? changes
        : { loginCode: emulator.createLoginCode().code, ...changes }
    expect(() => emulator.createEncryptedPhoneNumber(user as EncryptedPhoneNumberUser)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^send /) as string }),
    )
  })
})
