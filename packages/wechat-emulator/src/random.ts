const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ALPHANUMERIC = `0123456789${UPPER}${UPPER.toLowerCase()}`
const BASE64URL = `${ALPHANUMERIC}-_`

// the prefix grows about monthly; 73 was seen in 2023-09, today's is unverified
const TOKEN_PREFIX = '73_'

const POOL_BYTES = 4096

export interface Random {
  hex: (bytes: number) => string
  phoneCode: () => string
  loginCode: () => string
  accessToken: () => string
  sessionKey: () => string
  hint: () => string
}

export function createRandom(randomBytes: (size: number) => Uint8Array): Random {
  const take = createPool(randomBytes)
  const text = (alphabet: string, length: number) => {
    let result = ''
    for (const byte of take(length)) result += alphabet.charAt(byte % alphabet.length)
    return result
  }
  const hex = (size: number) => take(size).toString('hex')
  return {
    hex,
    phoneCode: () => hex(32),
    loginCode: () => `0${text(ALPHANUMERIC, 31)}`,
    accessToken: () => `${TOKEN_PREFIX}${text(BASE64URL, 127)}${text(UPPER, 6)}`,
    sessionKey: () => take(16).toString('base64'),
    hint: () => `${text(ALPHANUMERIC, 9)}-${text(ALPHANUMERIC, 6)}`,
  }
}

/** Asking for a few bytes at a time would cost more than the rest of an answer. */
function createPool(randomBytes: (size: number) => Uint8Array): (size: number) => Buffer {
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
