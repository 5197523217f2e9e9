import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createWeChatClient, type ApiSecurityOptions, type WeChatClientEvent } from '../../src/index'
import { PHONE_INFO, rejection } from '../setup'
import {
  APP_ID,
  ASYMMETRIC,
  CERTIFICATE,
  NEW_CERTIFICATE,
  NEW_SIGNER,
  OLD_SIGNER,
  type Reply,
  type ReplySettings,
  secure,
  SECURITY,
  startSecuredWeChat,
  SYMMETRIC,
} from './secured-wechat'

const NOW = PHONE_INFO.watermark.timestamp
const CODE = 'a'.repeat(64)
const SUCCESS = { errcode: 0, errmsg: 'ok', phone_info: PHONE_INFO }
const plain = (fields: object): Reply => ({ headers: {}, body: JSON.stringify(fields) })
const rid = 'rid: 65713974-7970e3f9-1a07ebbf'

async function start(answer: Parameters<typeof startSecuredWeChat>[0], security: ApiSecurityOptions = SECURITY) {
  const wechat = await startSecuredWeChat(answer)
  const events: WeChatClientEvent[] = []
  const client = createWeChatClient({
    appId: APP_ID,
    appSecret: 'secret',
    baseUrl: wechat.url,
    security,
    timeoutMs: 60_000,
    now: () => NOW * 1000,
    onEvent: (event) => events.push(event),
  })
  return {
    ...wechat,
    client,
    events,
    async [Symbol.asyncDispose]() {
      await client.close()
      await wechat[Symbol.asyncDispose]()
    },
  }
}

describe('a call with API security', () => {
  test('is encrypted and signed, and so is its reply', async () => {
    const requests: unknown[] = []
    await using t = await start((fields) => {
      requests.push(fields)
      return secure(SUCCESS, NOW)
    })
    const openid = 'oAbcdefghijklmnopqrstuvwxyz0'
    expect(await t.client.getPhoneNumber(CODE, { openid })).toEqual({ ...PHONE_INFO, openidChecked: true })
    const security = { _n: expect.any(String) as string, _appid: APP_ID, _timestamp: NOW }
    expect(requests).toEqual([{ ...security, code: CODE, openid }])
    const [token, phone] = t.requests
    expect(token?.body).toContain('"appid"')
    expect(token?.headers['wechatmp-signature']).toBeUndefined()
    expect(Object.keys(JSON.parse(phone?.body ?? '') as object)).toEqual(['iv', 'data', 'authtag'])
    expect(phone?.headers).toMatchObject({ 'wechatmp-serial': ASYMMETRIC.serial, 'wechatmp-appid': APP_ID })
  })

  test('is sealed anew when it is sent again', async () => {
    await using t = await start((_, call) =>
      secure(call === 1 ? { errcode: -1, errmsg: 'system error' } : SUCCESS, NOW),
    )
    await t.client.getPhoneNumber(CODE)
    const ivs = t.requests.slice(1).map(({ body }) => (JSON.parse(body) as { iv: string }).iv)
    expect(new Set(ivs).size).toBe(2)
  })

  test('reports an encrypted errcode', async () => {
    await using t = await start(() => secure({ errcode: 40029, errmsg: `invalid code hint: [x] ${rid}` }, NOW))
    const expected = { code: 'code_rejected', errcode: 40029, rid: '65713974-7970e3f9-1a07ebbf' }
    expect(await rejection(t.client.getPhoneNumber(CODE))).toMatchObject(expected)
  })

  test.each([
    [40234, 'misconfigured'],
    [40235, 'misconfigured'],
    [48001, 'misconfigured'],
    [45011, 'rate_limited'],
  ])('reports the unsigned errcode %i of the gateway', async (errcode, code) => {
    await using t = await start(() => plain({ errcode, errmsg: rid }))
    expect(await rejection(t.client.getPhoneNumber(CODE))).toMatchObject({ code, errcode })
  })

  test('refreshes a token that the gateway rejects', async () => {
    await using t = await start((_, call) => (call === 1 ? plain({ errcode: 40001 }) : secure(SUCCESS, NOW)))
    expect(await t.client.getPhoneNumber(CODE)).toMatchObject({ phoneNumber: '13800138000' })
  })
})

const flip = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)

function tamper(name: 'iv' | 'data' | 'authtag'): Reply {
  const reply = secure(SUCCESS, NOW)
  const envelope = JSON.parse(reply.body) as Record<string, string>
  return { ...reply, body: JSON.stringify({ ...envelope, [name]: flip(envelope[name] ?? '') }) }
}

function withHeader(name: string, value: string): Reply {
  const reply = secure(SUCCESS, NOW)
  return { ...reply, headers: { ...reply.headers, [name]: value } }
}

const made = (settings: ReplySettings) => secure(SUCCESS, NOW, settings)

describe('a reply leaves the outcome unknown', () => {
  test.each<[string, 'signature' | 'decryption', () => Reply]>([
    ['without a signature', 'signature', () => plain(SUCCESS)],
    ['with an unsigned 40029', 'signature', () => plain({ errcode: 40029 })],
    ['with an unsigned errcode that is unknown', 'signature', () => plain({ errcode: 99999 })],
    [
      'that is not encrypted, with a signature of something else',
      'signature',
      () => ({ ...made({}), ...plain(SUCCESS), headers: made({}).headers }),
    ],
    ['whose iv was changed', 'signature', () => tamper('iv')],
    ['whose data was changed', 'signature', () => tamper('data')],
    ['whose tag was changed', 'signature', () => tamper('authtag')],
    [
      'whose signature was changed',
      'signature',
      () => withHeader('Wechatmp-Signature', flip(made({}).headers['Wechatmp-Signature'] ?? '')),
    ],
    ['whose time was changed', 'signature', () => withHeader('Wechatmp-TimeStamp', String(NOW + 1))],
    ['whose time is no number', 'signature', () => withHeader('Wechatmp-TimeStamp', 'now')],
    ['signed by a certificate that is not configured', 'signature', () => made({ signers: [NEW_SIGNER] })],
    [
      'signed by another key under a known serial',
      'signature',
      () => made({ signers: [[CERTIFICATE.serial, NEW_SIGNER[1]]] }),
    ],
    ['for another AppID', 'signature', () => withHeader('Wechatmp-Appid', 'wx1111111111111111')],
    ['older than five minutes', 'signature', () => made({ timestamp: NOW - 301 })],
    ['more than five minutes ahead', 'signature', () => made({ timestamp: NOW + 301 })],
    ['encrypted with another key', 'decryption', () => made({ key: Buffer.alloc(32, 8).toString('base64') })],
    ['whose encrypted AppID is another', 'decryption', () => made({ innerAppId: 'wx1111111111111111' })],
    ['whose encrypted time is another', 'decryption', () => made({ innerTimestamp: NOW - 1 })],
  ])('%s', async (_, reason, answer) => {
    await using t = await start(answer)
    const failure = await rejection(t.client.getPhoneNumber(CODE))
    expect(failure).toMatchObject({ code: 'outcome_unknown', reason })
    expect(t.requests).toHaveLength(2)
    const text = inspect([failure, t.events], { depth: 10 })
    for (const secret of [SYMMETRIC.key, ASYMMETRIC.privateKey, CODE, '13800138000']) expect(text).not.toContain(secret)
  })

  test('that was received before', async () => {
    const reply = secure(SUCCESS, NOW)
    await using t = await start(() => reply)
    expect(await t.client.getPhoneNumber(CODE)).toMatchObject({ phoneNumber: '13800138000' })
    const expected = { code: 'outcome_unknown', reason: 'signature' }
    expect(await rejection(t.client.getPhoneNumber(CODE))).toMatchObject(expected)
  })
})

describe('while WeChat replaces its certificate', () => {
  const both = () => made({ signers: [NEW_SIGNER, OLD_SIGNER] })

  test('the old certificate still works, and is reported once', async () => {
    await using t = await start(both)
    for (let n = 0; n < 2; n += 1) await t.client.getPhoneNumber(CODE)
    const reports = t.events.filter(({ type }) => type === 'certificate_deprecated')
    expect(reports).toEqual([{ type: 'certificate_deprecated', serial: CERTIFICATE.serial }])
  })

  test('the new certificate is preferred', async () => {
    await using t = await start(both, { ...SECURITY, certificates: [CERTIFICATE, NEW_CERTIFICATE] })
    await t.client.getPhoneNumber(CODE)
    expect(t.events.map(({ type }) => type)).not.toContain('certificate_deprecated')
  })
})
