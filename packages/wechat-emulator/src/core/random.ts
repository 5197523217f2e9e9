import { createCipheriv, createHash } from 'node:crypto'

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ALPHANUMERIC = `0123456789${UPPER}${UPPER.toLowerCase()}`
const BASE64URL = `${ALPHANUMERIC}-_`

// the prefix goes up about once a month; 73 was seen in 2023-09, the current one is unverified
const TOKEN_PREFIX = '73_'

const POOL_BYTES = 4096

export type RandomBytes = (size: number) => Uint8Array

export type Random = ReturnType<typeof createRandom>

/** Draws from a pool: asking `randomBytes` for a few bytes at a time costs more than the rest of a response. */
function createPool(randomBytes: RandomBytes): (size: number) => Buffer {
  let pool = Buffer.alloc(0)
  let taken = 0
  return (size) => {
    if (taken + size > pool.length) {
      pool = Buffer.from(randomBytes(POOL_BYTES))
      taken = 0
    }
    taken += size
    return pool.subarray(taken - size, taken)
  }
}

/** Returns a generator of the same bytes for the same seed, in every process. */
export function seededBytes(seed: string): RandomBytes {
  const stream = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16))
  return (size) => stream.update(Buffer.alloc(size))
}

/** Creates codes, tokens and ids in WeChat's formats; `reset` restarts the source, so a seeded one repeats itself. */
export function createRandom(createBytes: () => RandomBytes) {
  let take = createPool(createBytes())
  // not by appending: V8 would keep such a string as a tree, at a kilobyte for each code
  const text = (alphabet: string, length: number) => {
    const bytes = Buffer.from(take(length))
    for (const [index, byte] of bytes.entries()) bytes[index] = alphabet.charCodeAt(byte % alphabet.length)
    return bytes.toString('latin1')
  }
  const hex = (size: number) => take(size).toString('hex')
  const base64 = (size: number) => take(size).toString('base64')
  return {
    hex,
    base64,
    phoneCode: () => hex(32),
    loginCode: () => `0${text(ALPHANUMERIC, 31)}`,
    accessToken: () => `${TOKEN_PREFIX}${text(BASE64URL, 127)}${text(UPPER, 6)}`,
    sessionKey: () => base64(16),
    hint: () => `${text(ALPHANUMERIC, 9)}-${text(ALPHANUMERIC, 6)}`,
    reset: () => {
      take = createPool(createBytes())
    },
  }
}
