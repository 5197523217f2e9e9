/**
 * WeChat's side of API security, written apart from the client: AES-GCM from the block cipher of the `openssl` command
 * and GHASH, RSA-PSS and certificates by the command itself.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'uni-phone-openssl-'))
process.once('exit', () => {
  rmSync(folder, { recursive: true, force: true })
})
let files = 0

function openssl(args: readonly string[], input: Buffer | string = ''): Buffer {
  return execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] })
}

function toFile(content: Buffer | string): string {
  files += 1
  const file = join(folder, String(files))
  writeFileSync(file, content, { mode: 0o600 })
  return file
}

/** Returns a private key, PEM. */
export function generateKey(algorithm: 'RSA' | 'SM2' | 'ED25519'): string {
  return openssl(['genpkey', '-algorithm', algorithm]).toString()
}

/** Returns a certificate of a private key, PEM. */
export function certify(privateKey: string): string {
  const file = toFile(privateKey)
  return openssl(['req', '-x509', '-new', '-key', file, '-subj', '/CN=platform', '-days', '1']).toString()
}

/** Returns the public key of a private key, PEM. */
export function publish(privateKey: string): string {
  return openssl(['pkey', '-pubout'], privateKey).toString()
}

const PSS = ['-sha256', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32']

export function signPss(privateKey: string, text: string): string {
  return openssl(['dgst', ...PSS, '-sign', toFile(privateKey)], text).toString('base64')
}

export function verifyPss(publicKey: string, text: string, signature: string): boolean {
  const args = ['dgst', ...PSS, '-verify', toFile(publicKey), '-signature', toFile(Buffer.from(signature, 'base64'))]
  try {
    return openssl(args, text).toString().startsWith('Verified OK')
  } catch {
    return false
  }
}

const toBlock = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex').padEnd(32, '0')}`)
const R = 0xe1n << 120n

/** Multiplies in GF(2^128), NIST SP 800-38D section 6.3. */
function multiply(x: bigint, y: bigint): bigint {
  let [z, v] = [0n, y]
  for (let bit = 127n; bit >= 0n; bit -= 1n) {
    if (((x >> bit) & 1n) === 1n) z ^= v
    v = (v & 1n) === 1n ? (v >> 1n) ^ R : v >> 1n
  }
  return z
}

function ghash(h: bigint, aad: Buffer, data: Buffer): bigint {
  const blocks = [aad, data].flatMap((bytes) =>
    Array.from({ length: Math.ceil(bytes.length / 16) }, (_, n) => toBlock(bytes.subarray(16 * n, 16 * n + 16))),
  )
  const lengths = (BigInt(aad.length * 8) << 64n) | BigInt(data.length * 8)
  return [...blocks, lengths].reduce((y, block) => multiply(y ^ block, h), 0n)
}

function counterMode(key: Buffer, iv: Buffer, counter: number, data: Buffer): Buffer {
  const start = `${iv.toString('hex')}${counter.toString(16).padStart(8, '0')}`
  return openssl(['enc', '-aes-256-ctr', '-K', key.toString('hex'), '-iv', start], data)
}

function tagOf(key: Buffer, iv: Buffer, aad: string, encrypted: Buffer): string {
  const zero = Buffer.alloc(16)
  const h = toBlock(openssl(['enc', '-aes-256-ecb', '-nopad', '-K', key.toString('hex')], zero))
  const tag = ghash(h, Buffer.from(aad), encrypted) ^ toBlock(counterMode(key, iv, 1, zero))
  return Buffer.from(tag.toString(16).padStart(32, '0'), 'hex').toString('base64')
}

/** The body of an encrypted request or reply. */
export interface Envelope {
  readonly iv: string
  readonly data: string
  readonly authtag: string
}

export function encryptGcm(base64Key: string, aad: string, text: string): Envelope {
  const key = Buffer.from(base64Key, 'base64')
  const iv = openssl(['rand', '12'])
  const data = counterMode(key, iv, 2, Buffer.from(text))
  return { iv: iv.toString('base64'), data: data.toString('base64'), authtag: tagOf(key, iv, aad, data) }
}

/** Throws if the tag is wrong. */
export function decryptGcm(base64Key: string, aad: string, { iv, data, authtag }: Envelope): string {
  const key = Buffer.from(base64Key, 'base64')
  const [vector, encrypted] = [Buffer.from(iv, 'base64'), Buffer.from(data, 'base64')]
  if (tagOf(key, vector, aad, encrypted) !== authtag) throw new Error('wrong tag')
  return counterMode(key, vector, 2, encrypted).toString()
}
