import { SANDBOX_APP_ID } from '../../src/index'
import { OTHER_APP_ID, PHONE, type Reply, type setup, STABLE } from './setup'

type Setup = ReturnType<typeof setup>

const OWN = { appid: SANDBOX_APP_ID }

async function withToken({ post, token }: Setup, body: unknown): Promise<Reply> {
  return post(`${PHONE}?access_token=${await token()}`, body)
}

/** Produces each errcode without a fault. */
export const NATURAL_ERRCODES: Readonly<Record<number, (given: Setup) => Promise<Reply>>> = {
  40001: ({ exchange }) => exchange('x', 'unknown'),
  40002: ({ stable }) => stable({ grant_type: '' }),
  40013: ({ stable }) => stable({ appid: OTHER_APP_ID }),
  40029: ({ exchange }) => exchange('x'),
  40066: ({ ask }) => ask('/nowhere'),
  40097: (given) => withToken(given, { iv: 'a', data: 'b', authtag: 'c' }),
  40125: ({ stable }) => stable({ secret: 'wrong' }),
  40163: async ({ session, emulator }) => {
    const { code } = emulator.createLoginCode()
    await session(code)
    return session(code)
  },
  40164: async ({ stable, emulator }) => {
    emulator.setAccount({ ...OWN, ipAllowList: [] })
    return stable()
  },
  40243: async ({ stable, emulator }) => {
    emulator.setAccount({ ...OWN, secretFrozen: true })
    return stable()
  },
  41001: ({ ask }) => ask(PHONE),
  41002: ({ stable }) => stable({ appid: '' }),
  41004: ({ stable }) => stable({ secret: '' }),
  41008: ({ session }) => session(''),
  42001: async ({ exchange, token, emulator }) => {
    const old = await token()
    emulator.advance(7_200_000)
    return exchange('x', old)
  },
  43002: ({ ask }) => ask(STABLE),
  44002: ({ ask }) => ask(STABLE, { method: 'POST', body: '' }),
  45009: async ({ classic, emulator }) => {
    emulator.setQuotas({ tokensPerDay: 0 })
    return classic()
  },
  45011: async ({ stable, emulator }) => {
    emulator.setQuotas({ stableTokensPerMinute: 0 })
    return stable()
  },
  47001: ({ ask }) => ask(STABLE, { method: 'POST', body: 'x' }),
  48001: async ({ exchange, emulator }) => {
    emulator.setAccount({ ...OWN, phoneNumberPermission: false })
    return exchange('x')
  },
}
