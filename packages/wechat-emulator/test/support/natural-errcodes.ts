import { constants, sign } from 'node:crypto'
import { newRsaKeys } from '@uni-phone/test-support/services'
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

const keys = newRsaKeys()

/** Sends a request that lacks something of API security. */
async function askSecured({ emulator, token, ask }: Setup, errcode: number): Promise<Reply> {
  const symmetric = { serial: 's', key: Buffer.alloc(32).toString('base64') }
  const asymmetric = { serial: 'a', publicKey: keys.publicKey }
  const platform = { serial: 'p', privateKey: keys.privateKey }
  emulator.setAccount({ ...OWN, security: { symmetric, asymmetric, platform } })
  const timestamp = String(Math.floor(emulator.state().now / 1000) - (errcode === 40240 ? 1_000 : 0))
  const body = '{}'
  const text = [`https://api.weixin.qq.com${PHONE}`, SANDBOX_APP_ID, timestamp, body].join('\n')
  const key = { key: keys.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const headers: Record<string, string> = {
    ...(errcode !== 40233 && { 'wechatmp-appid': errcode === 40237 ? OTHER_APP_ID : SANDBOX_APP_ID }),
    ...(errcode !== 40231 && { 'wechatmp-timestamp': timestamp }),
    ...(errcode !== 40232 && {
      'wechatmp-signature': errcode === 40234 ? 'x' : sign('sha256', Buffer.from(text), key).toString('base64'),
    }),
  }
  return ask(`${PHONE}?access_token=${await token()}`, { method: 'POST', body, headers })
}

/** Produces each errcode without a fault. */
export const NATURAL_ERRCODES: Readonly<Record<number, (given: Setup) => Promise<Reply>>> = {
  ...Object.fromEntries(
    [40231, 40232, 40233, 40234, 40235, 40237, 40240].map((errcode) => [
      errcode,
      (given: Setup) => askSecured(given, errcode),
    ]),
  ),
  10120002: async ({ ask, token }) => ask(`/wxa/charge/usage/get?access_token=${await token()}`),
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
