import type { IncomingHttpHeaders } from 'node:http'
import { startScriptedServer } from '../scripted-server'
import { certify, decryptGcm, encryptGcm, type Envelope, generateKey, publish, signPss, verifyPss } from './openssl'

export const APP_ID = 'wx0000000000000000'
const URL_PATH = 'https://api.weixin.qq.com/wxa/business/getuserphonenumber'

const [appKey, platformKey, newPlatformKey] = [generateKey('RSA'), generateKey('RSA'), generateKey('RSA')]
const appPublicKey = publish(appKey)
export const SYMMETRIC = { serial: 'sym-1', key: Buffer.alloc(32, 7).toString('base64') }
export const ASYMMETRIC = { serial: 'asym-1', privateKey: appKey }
export const CERTIFICATE = { serial: 'cert-1', certificate: certify(platformKey) }
export const NEW_CERTIFICATE = { serial: 'cert-2', certificate: certify(newPlatformKey) }
export const SECURITY = { symmetric: SYMMETRIC, asymmetric: ASYMMETRIC, certificates: [CERTIFICATE] }

export interface Reply {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** How WeChat makes a reply. Each test changes a part of it. */
export interface ReplySettings {
  readonly appId?: string
  readonly innerAppId?: string
  readonly timestamp?: number
  readonly innerTimestamp?: number
  readonly key?: string
  /** Serials and keys that sign, the current one first. */
  readonly signers?: readonly (readonly [serial: string, privateKey: string])[]
}

export const OLD_SIGNER = [CERTIFICATE.serial, platformKey] as const
export const NEW_SIGNER = [NEW_CERTIFICATE.serial, newPlatformKey] as const

/** Encrypts and signs a reply. */
export function secure(fields: object, timestamp: number, settings: ReplySettings = {}): Reply {
  const { appId = APP_ID, key = SYMMETRIC.key, signers = [OLD_SIGNER] } = settings
  const at = settings.timestamp ?? timestamp
  const security = { _n: 'n', _appid: settings.innerAppId ?? appId, _timestamp: settings.innerTimestamp ?? at }
  const aad = `${URL_PATH}|${APP_ID}|${at}|${SYMMETRIC.serial}`
  const body = JSON.stringify(encryptGcm(key, aad, JSON.stringify({ ...security, ...fields })))
  const text = `${URL_PATH}\n${APP_ID}\n${at}\n${body}`
  const signatures = signers.flatMap(([serial, privateKey], n) => [
    [`Wechatmp-Serial${n === 0 ? '' : '-Deprecated'}`, serial],
    [`Wechatmp-Signature${n === 0 ? '' : '-Deprecated'}`, signPss(privateKey, text)],
  ])
  const headers = { 'Wechatmp-Appid': appId, 'Wechatmp-TimeStamp': String(at) }
  return { headers: { ...headers, ...(Object.fromEntries(signatures) as Record<string, string>) }, body }
}

/** Verifies and decrypts a request as WeChat does. Throws if anything is wrong with it. */
function openRequest(headers: IncomingHttpHeaders, body: string): Record<string, unknown> {
  const timestamp = String(headers['wechatmp-timestamp'])
  const text = [URL_PATH, String(headers['wechatmp-appid']), timestamp, body].join('\n')
  if (!verifyPss(appPublicKey, text, String(headers['wechatmp-signature']))) throw new Error('wrong signature')
  const aad = `${URL_PATH}|${APP_ID}|${timestamp}|${SYMMETRIC.serial}`
  return JSON.parse(decryptGcm(SYMMETRIC.key, aad, JSON.parse(body) as Envelope)) as Record<string, unknown>
}

/** A WeChat whose account demands API security. `answer` makes the reply to each phone call. */
export async function startSecuredWeChat(answer: (fields: Record<string, unknown>, call: number) => Reply) {
  let calls = 0
  return startScriptedServer(({ url, headers, body }) => {
    if (!url.startsWith('/wxa/')) return { body: '{"access_token":"73_token","expires_in":7200}' }
    calls += 1
    return answer(openRequest(headers, body), calls)
  })
}
