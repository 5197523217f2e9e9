import { describe, expect, test } from 'vitest'
import { createWeChatClient, type ApiSecurityOptions } from '../../src/index'
import { certify, generateKey } from './openssl'
import { APP_ID, ASYMMETRIC, CERTIFICATE, SECURITY, SYMMETRIC } from './secured-wechat'

function failure(security: Partial<ApiSecurityOptions>): unknown {
  try {
    createWeChatClient({ appId: APP_ID, appSecret: 'secret', security: { ...SECURITY, ...security } })
  } catch (error) {
    return error
  }
  return undefined
}

const SM2_KEY = generateKey('SM2')

describe('options for API security', () => {
  test.each<[string, Partial<ApiSecurityOptions>, RegExp]>([
    ['no serial of the symmetric key', { symmetric: { ...SYMMETRIC, serial: '' } }, /symmetric.serial is missing/],
    [
      'a symmetric key of another length',
      { symmetric: { ...SYMMETRIC, key: 'c2hvcnQ=' } },
      /expected base64 of 32 bytes/,
    ],
    [
      'a key of SM4',
      { symmetric: { ...SYMMETRIC, key: Buffer.alloc(16, 9).toString('base64') } },
      /SM4_GCM; Node.js has no SM2 and SM4: choose RSAwithSHA256 and AES256_GCM/,
    ],
    [
      'a private key that is not PEM',
      { asymmetric: { ...ASYMMETRIC, privateKey: 'key' } },
      /privateKey is invalid: expected PEM/,
    ],
    [
      'a private key of SM2',
      { asymmetric: { ...ASYMMETRIC, privateKey: SM2_KEY } },
      /not an RSA key; Node.js has no SM2/,
    ],
    [
      'a private key of another kind',
      { asymmetric: { ...ASYMMETRIC, privateKey: generateKey('ED25519') } },
      /privateKey is not an RSA key/,
    ],
    ['no certificate', { certificates: [] }, /certificates is empty/],
    [
      'a certificate that is not PEM',
      { certificates: [{ ...CERTIFICATE, certificate: '' }] },
      /certificates is invalid: expected PEM/,
    ],
    [
      'a certificate without its serial',
      { certificates: [{ ...CERTIFICATE, serial: '' }] },
      /certificates.serial is missing/,
    ],
    [
      'a certificate of another kind',
      { certificates: [{ serial: 's', certificate: certify(generateKey('ED25519')) }] },
      /certificates is not an RSA key/,
    ],
  ])('with %s are a TypeError that contains no key', (_, security, message) => {
    const error = failure(security)
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toMatch(message)
    for (const secret of [SYMMETRIC.key, ASYMMETRIC.privateKey, SM2_KEY]) expect(String(error)).not.toContain(secret)
  })

  test('that are right are accepted', () => {
    expect(failure({})).toBeUndefined()
  })
})
