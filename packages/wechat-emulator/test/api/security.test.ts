import { execFileSync } from 'node:child_process'
import { randomBytes, webcrypto } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newRsaKeys } from '@uni-phone/test-support/services'
import { afterAll, describe, expect, test } from 'vitest'
import { decrypt as openVector } from '../../src/accounts/index'
import { type ApiSecurity, type EmulatorOptions, SANDBOX_APP_ID } from '../../src/index'
import { rule } from '../support/rules'
import { PHONE, setup, STABLE, START, toReply } from '../support/setup'
import { VECTOR } from '../support/wechat-vectors'

const SECONDS = START / 1000
const folder = mkdtempSync(join(tmpdir(), 'api-security-'))
const [app, platform, old] = [newRsaKeys(), newRsaKeys(), newRsaKeys()]
const key = randomBytes(32)
const SECURITY: ApiSecurity = {
  symmetric: { serial: 'sym-1', key: key.toString('base64') },
  asymmetric: { serial: 'asym-1', publicKey: app.publicKey },
  platform: { serial: 'platform-2', privateKey: platform.privateKey },
}

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** Writes a file for openssl, which stands for another implementation of the signatures. */
function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const PSS = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32']

function sign(text: string, privateKey: string): string {
  const args = ['dgst', '-sha256', ...PSS, '-sign', file('private.pem', privateKey), file('text', text)]
  return execFileSync('openssl', args).toString('base64')
}

function isSignedBy(text: string, signature: string, publicKey: string): boolean {
  const files = [
    '-verify',
    file('public.pem', publicKey),
    '-signature',
    file('signature', Buffer.from(signature, 'base64')),
  ]
  try {
    execFileSync('openssl', ['dgst', '-sha256', ...PSS, ...files, file('text', text)])
    return true
  } catch {
    return false
  }
}

const aes = () => webcrypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])

async function encrypt(fields: object, aad: string): Promise<string> {
  const iv = randomBytes(12)
  const algorithm = { name: 'AES-GCM', iv, additionalData: Buffer.from(aad) }
  const sealed = Buffer.from(
    await webcrypto.subtle.encrypt(algorithm, await aes(), Buffer.from(JSON.stringify(fields))),
  )
  const parts = { iv, data: sealed.subarray(0, -16), authtag: sealed.subarray(-16) }
  return JSON.stringify(
    Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')])),
  )
}

async function decrypt(text: string, aad: string): Promise<Record<string, unknown>> {
  const { iv, data, authtag } = JSON.parse(text) as Record<'iv' | 'data' | 'authtag', string>
  const sealed = Buffer.concat([Buffer.from(data, 'base64'), Buffer.from(authtag, 'base64')])
  const algorithm = { name: 'AES-GCM', iv: Buffer.from(iv, 'base64'), additionalData: Buffer.from(aad) }
  const plain = await webcrypto.subtle.decrypt(algorithm, await aes(), sealed)
  return JSON.parse(Buffer.from(plain).toString()) as Record<string, unknown>
}

interface Changes {
  readonly url?: string
  readonly timestamp?: number
  readonly appid?: string
  readonly inner?: object
  readonly privateKey?: string
  readonly aad?: string
  readonly without?: string
  readonly plain?: boolean
}

function setupSecured(security: ApiSecurity = SECURITY, options: EmulatorOptions = {}) {
  const given = setup({ accounts: [{ appid: SANDBOX_APP_ID, security }], ...options })
  const { emulator, token } = given
  const call = async (fields: object, changes: Changes = {}) => {
    const { url = `https://api.weixin.qq.com${PHONE}`, timestamp = SECONDS, appid = SANDBOX_APP_ID } = changes
    const { inner = {}, privateKey = app.privateKey, without = '' } = changes
    const all = { _n: 'nonce', _appid: SANDBOX_APP_ID, _timestamp: timestamp, ...fields, ...inner }
    const aad = changes.aad ?? [url, SANDBOX_APP_ID, timestamp, 'sym-1'].join('|')
    const body = changes.plain === true ? JSON.stringify(fields) : await encrypt(all, aad)
    const headers: Record<string, string> = {
      'wechatmp-appid': appid,
      'wechatmp-timestamp': String(timestamp),
      'wechatmp-signature': sign([url, SANDBOX_APP_ID, timestamp, body].join('\n'), privateKey),
    }
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== without))
    const request = new Request(`https://api.weixin.qq.com${PHONE}?access_token=${await token()}`, {
      method: 'POST',
      body,
      headers: kept,
    })
    const response = await emulator.fetch(request)
    return { headers: response.headers, ...(await toReply(response)) }
  }
  return { ...given, call }
}

const ANSWER_URL = `https://api.weixin.qq.com${PHONE}`

describe('a signed and encrypted request', () => {
  test(rule('security.request', 'is answered, signed and encrypted likewise'), async () => {
    const { call, emulator } = setupSecured()
    const { text, headers } = await call({ code: emulator.createPhoneCode().code })
    const [timestamp, signature] = [
      String(headers.get('wechatmp-timestamp')),
      String(headers.get('wechatmp-signature')),
    ]
    expect([headers.get('wechatmp-appid'), headers.get('wechatmp-serial')]).toEqual([SANDBOX_APP_ID, 'platform-2'])
    expect(headers.get('wechatmp-serial-deprecated')).toBe(null)
    const signed = [ANSWER_URL, SANDBOX_APP_ID, timestamp, text].join('\n')
    expect(isSignedBy(signed, signature, platform.publicKey)).toBe(true)
    expect(isSignedBy(`${signed} `, signature, platform.publicKey)).toBe(false)
    const plain = await decrypt(text, [ANSWER_URL, SANDBOX_APP_ID, timestamp, 'sym-1'].join('|'))
    expect(plain).toMatchObject({
      _appid: SANDBOX_APP_ID,
      _timestamp: SECONDS,
      errcode: 0,
      phone_info: { phoneNumber: '13800138000' },
    })
  })

  test(rule('security.answer', 'gets a business error encrypted too, and uses its code once'), async () => {
    const { call, emulator } = setupSecured()
    const { code } = emulator.createPhoneCode()
    await call({ code })
    const { text, headers } = await call({ code })
    const aad = [ANSWER_URL, SANDBOX_APP_ID, String(headers.get('wechatmp-timestamp')), 'sym-1'].join('|')
    expect(await decrypt(text, aad)).toMatchObject({ errcode: 40029 })
  })

  test(rule('security.certificate', 'gets both signatures while the platform certificate is replaced'), async () => {
    const deprecatedPlatform = { serial: 'platform-1', privateKey: old.privateKey }
    const { call, emulator } = setupSecured({ ...SECURITY, deprecatedPlatform })
    const { text, headers } = await call({ code: emulator.createPhoneCode().code })
    expect(headers.get('wechatmp-serial-deprecated')).toBe('platform-1')
    const signed = [ANSWER_URL, SANDBOX_APP_ID, String(headers.get('wechatmp-timestamp')), text].join('\n')
    expect(isSignedBy(signed, String(headers.get('wechatmp-signature-deprecated')), old.publicKey)).toBe(true)
  })

  test('may sign the address at which it reaches the emulator', async () => {
    const { call, emulator } = setupSecured()
    const url = `https://api.weixin.qq.com${PHONE}`
    expect((await call({ code: emulator.createPhoneCode().code }, { url })).headers.get('wechatmp-serial')).toBe(
      'platform-2',
    )
  })

  test.each<[string, Changes, number]>([
    ['without Wechatmp-Appid', { without: 'wechatmp-appid' }, 40233],
    ['without Wechatmp-TimeStamp', { without: 'wechatmp-timestamp' }, 40231],
    ['without Wechatmp-Signature', { without: 'wechatmp-signature' }, 40232],
    ['with the AppID of another account', { appid: 'wx1111111111111111' }, 40237],
    ['that is too old', { timestamp: SECONDS - 301 }, 40240],
    ['signed with another key', { privateKey: old.privateKey }, 40234],
    ['signed for another URL', { url: 'https://api.weixin.qq.com/other' }, 40234],
    ['encrypted for another key', { aad: 'other' }, 40235],
    ['with another time inside', { inner: { _timestamp: 1 } }, 40235],
    ['with another AppID inside', { inner: { _appid: 'wx1' } }, 40235],
    ['that is signed but not encrypted', { plain: true }, 40235],
  ])(rule('security.refusals', '%s is refused in clear and leaves the code unused'), async (_, changes, errcode) => {
    const { call, emulator } = setupSecured()
    const { code } = emulator.createPhoneCode()
    const refused = await call({ code }, changes)
    expect([refused.errcode, refused.headers.get('wechatmp-signature')]).toEqual([errcode, null])
    expect((await call({ code })).errcode).toBe(undefined)
    expect(emulator.state().phoneCodes).toMatchObject([{ state: 'used' }])
  })

  test(rule('security.plain-endpoints', 'is not asked for at the token endpoints'), async () => {
    const { stable, exchange, emulator } = setupSecured()
    expect((await stable()).json).toHaveProperty('access_token')
    expect((await exchange(emulator.createPhoneCode().code)).errcode).toBe(40233)
    expect(JSON.stringify([emulator.state(), emulator.requests()])).not.toContain('PRIVATE KEY')
    expect(emulator.state().accounts).toMatchObject([{ security: true }])
    expect(STABLE).toBeDefined()
  })

  test('of WeChat’s guide is decrypted, and so is its answer', () => {
    const security = { ...SECURITY, symmetric: VECTOR.symmetric }
    const open = (body: string, timestamp: string) =>
      openVector(security, { ...VECTOR, timestamp }, JSON.parse(body) as Record<string, unknown>)
    expect(open(VECTOR.body, VECTOR.timestamp)).toMatchObject({
      _timestamp: 1_635_927_954,
      scene: 0,
      client_ip: '127.0.0.1',
    })
    expect(open(VECTOR.answer.body, VECTOR.answer.timestamp)).toMatchObject({ errcode: 0, risk_rank: 0 })
    expect(open(VECTOR.body, '1')).toBe(undefined)
  })

  test.each([
    { symmetric: { serial: 's', key: 'short' } },
    { asymmetric: { serial: 'a', publicKey: 'no key' } },
    { platform: { serial: 'p' } },
    { other: 1 },
  ])('with the keys %j is refused as a setting, without repeating them', (change) => {
    const { emulator } = setup()
    const set = () => {
      emulator.setAccount({ appid: SANDBOX_APP_ID, security: { ...SECURITY, ...change } as ApiSecurity })
    }
    expect(set).toThrow(/^send /)
    expect(set).not.toThrow(/short|no key/)
  })
})
