import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

/**
 * Keys of WeChat's API security, as set and shown in the console under Development settings, API security. The serials
 * are the numbers shown there, not those inside a certificate.
 */
export interface ApiSecurityOptions {
  /** The API symmetric key: AES256_GCM, base64 of 32 bytes. */
  readonly symmetric: { readonly serial: string; readonly key: string }
  /** The private half of the API asymmetric key: RSAwithSHA256, PEM. */
  readonly asymmetric: { readonly serial: string; readonly privateKey: string }
  /** Certificates of the platform, PEM. Two while WeChat replaces one by another. */
  readonly certificates: readonly { readonly serial: string; readonly certificate: string }[]
}

export interface ApiSecurityKeys {
  readonly symmetric: { readonly serial: string; readonly key: Buffer }
  readonly asymmetric: { readonly serial: string; readonly privateKey: KeyObject }
  readonly certificates: ReadonlyMap<string, KeyObject>
}

const AES_KEY_BYTES = 32
const SM4_KEY_BYTES = 16
const NO_SM = 'Node.js has no SM2 and SM4: choose RSAwithSHA256 and AES256_GCM in the console'

function requireSerial(serial: unknown, name: string): string {
  if (typeof serial === 'string' && serial !== '') return serial
  throw new TypeError(`security.${name}.serial is missing: the console shows it under API security`)
}

function readSymmetricKey(text: unknown): Buffer {
  const key = Buffer.from(typeof text === 'string' ? text : '', 'base64')
  if (key.length === AES_KEY_BYTES) return key
  const hint = key.length === SM4_KEY_BYTES ? `this is a key for SM4_GCM; ${NO_SM}` : 'expected base64 of 32 bytes'
  throw new TypeError(`security.symmetric.key is invalid: ${hint}`)
}

/** Errors of OpenSSL are not passed on: they may quote the key. */
function readRsaKey(create: (pem: string) => KeyObject, pem: unknown, name: string): KeyObject {
  let key: KeyObject
  try {
    key = create(typeof pem === 'string' ? pem : '')
  } catch {
    throw new TypeError(`security.${name} is invalid: expected PEM`)
  }
  if (key.asymmetricKeyType === 'rsa') return key
  throw new TypeError(`security.${name} is not an RSA key; ${NO_SM}`)
}

/** Reads and checks the keys. Throws a `TypeError` that contains none of them. */
export function readApiSecurityKeys({ symmetric, asymmetric, certificates }: ApiSecurityOptions): ApiSecurityKeys {
  if (certificates.length === 0) throw new TypeError('security.certificates is empty: download it from the console')
  const toEntry = ({ serial, certificate }: ApiSecurityOptions['certificates'][number]): [string, KeyObject] => [
    requireSerial(serial, 'certificates'),
    readRsaKey(createPublicKey, certificate, 'certificates'),
  ]
  return {
    symmetric: { serial: requireSerial(symmetric.serial, 'symmetric'), key: readSymmetricKey(symmetric.key) },
    asymmetric: {
      serial: requireSerial(asymmetric.serial, 'asymmetric'),
      privateKey: readRsaKey(createPrivateKey, asymmetric.privateKey, 'asymmetric.privateKey'),
    },
    certificates: new Map(certificates.map(toEntry)),
  }
}
