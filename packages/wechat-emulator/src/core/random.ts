import { createCipheriv, createHash } from 'node:crypto'

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ALPHANUMERIC = `0123456789${UPPER}${UPPER.toLowerCase()}`
const BASE64URL = `${ALPHANUMERIC}-_`

// the prefix goes up about once a month; 73 was seen in 2023-09, the current one is unverified
const TOKEN_PREFIX = '73_'

const POOL_BYTES = 4096
const START = { pools: 0, taken: 0 }

export type RandomBytes = (size: number) => Uint8Array

export type Random = ReturnType<typeof createRandom>

/** Draws from a pool: asking `randomBytes` for a few bytes at a time costs more than the rest of a response. */
function createPool(randomBytes: RandomBytes) {
  let pool = Buffer.alloc(0)
  let [pools, taken] = [0, 0]
  const refill = () => {
    pool = Buffer.from(randomBytes(POOL_BYTES))
    pools += 1
    taken = 0
  }
  return {
    take(size: number): Buffer {
      if (taken + size > pool.length) refill()
      taken += size
      return pool.subarray(taken - size, taken)
    },
    position: () => ({ pools, taken }),
    /** Goes to a position further on. */
    skipTo(position: { readonly pools: number; readonly taken: number }) {
      while (pools < position.pools) refill()
      taken = position.taken
    },
  }
}

/** Returns a generator of the same bytes for the same seed, in every process. */
export function seededBytes(seed: string): RandomBytes {
  const stream = createCipheriv('aes-256-ctr', createHash('sha256').update(seed).digest(), Buffer.alloc(16))
  return (size) => stream.update(Buffer.alloc(size))
}

/** Creates codes, tokens and ids in WeChat's formats; `restore` restarts the source, so a seeded one repeats itself. */
export function createRandom(createBytes: () => RandomBytes, isSeeded: boolean) {
  let pool = createPool(createBytes())
  const take = (size: number) => pool.take(size)
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
    /** Returns a number from 0 up to 1. */
    fraction: () => take(4).readUInt32BE() / 2 ** 32,
    hint: () => `${text(ALPHANUMERIC, 9)}-${text(ALPHANUMERIC, 6)}`,
    /** Returns the position in a seeded source; any other has none. */
    position: () => (isSeeded ? pool.position() : START),
    /** Restarts the source and goes to a position of it. */
    restore: (position: typeof START) => {
      pool = createPool(createBytes())
      pool.skipTo(position)
    },
  }
}
