import { createCipheriv, randomBytes } from 'node:crypto'

/** What a base library before 2.21.2 gives, and the session that opens it. */
export function encrypt(phoneNumber: string, appId: string) {
  const [key, iv] = [randomBytes(16), randomBytes(16)]
  const watermark = { timestamp: Math.floor(Date.now() / 1000), appid: appId }
  const info = { phoneNumber, purePhoneNumber: phoneNumber, countryCode: '86', watermark }
  const cipher = createCipheriv('aes-128-cbc', key, iv)
  const encryptedData = Buffer.concat([cipher.update(JSON.stringify(info)), cipher.final()]).toString('base64')
  const session = { session_key: key.toString('base64'), openid: 'oAbcdefghijklmnopqrstuvwxyz0' }
  return { fields: { encryptedData, iv: iv.toString('base64') }, session }
}
