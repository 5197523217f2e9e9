import { SANDBOX_APP_ID } from '../../src/index'
import { CHECK_DATA, CLEAR_QUOTA, OTHER_APP_ID, PHONE, RID_GET, type Reply, type setup, STABLE } from './setup'

type Setup = ReturnType<typeof setup>

const OWN = { appid: SANDBOX_APP_ID }

async function withToken({ post, token }: Setup, body: unknown, path = PHONE): Promise<Reply> {
  return post(`${path}?access_token=${await token()}`, body)
}

export function ridIn(errmsg: string): string {
  return /rid: (.*)$/.exec(errmsg)?.[1] ?? ''
}

/** Produces each errcode without a fault. */
export const NATURAL_ERRCODES: Readonly<Record<number, (given: Setup) => Promise<Reply>>> = {
  1: (given) => withToken(given, { encrypted_msg_hash: 'a'.repeat(64) }, CHECK_DATA),
  48006: async (given) => {
    given.emulator.setQuotas({ quotaClearsPerMonth: 0 })
    return withToken(given, OWN, CLEAR_QUOTA)
  },
  76001: (given) => withToken(given, { rid: '00000000-00000000-00000000' }, RID_GET),
  76002: (given) => withToken(given, { rid: 'x' }, RID_GET),
  76003: async (given) => {
    given.emulator.setAccount({ appid: OTHER_APP_ID, secret: 'x' })
    const { json } = await given.stable({ appid: OTHER_APP_ID, secret: 'x' })
    const { errmsg } = await given.exchange('x', String(json.access_token))
    return withToken(given, { rid: ridIn(errmsg) }, RID_GET)
  },
  76022: async (given) => withToken(given, { rid: ridIn((await given.session('x')).errmsg) }, RID_GET),
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
