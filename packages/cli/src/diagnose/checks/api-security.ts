import type { MiniProgram } from '@uni-phone/config'
import { createWeChatClient } from '@uni-phone/wechat'
import { type Diagnostic, failed, ok } from '../diagnostic'

const CHECK = 'wechat.security'

const ADVICE = {
  zh: '在小程序后台“API 安全”核对编号与密钥：对称密钥选 AES256_GCM，非对称密钥选 RSAwithSHA256（Node.js 没有 SM4 与 SM2）',
  en: 'compare serials and keys with the console (API security): AES256_GCM for the symmetric key, RSAwithSHA256 for the asymmetric one (Node.js has no SM4 and SM2)',
}

/** Checks that the keys of API security can be used, as the client checks them. No message quotes a key. */
export function checkSecurity(appId: string, security: NonNullable<MiniProgram['security']>): Diagnostic {
  try {
    // a client sends nothing before its first call
    createWeChatClient({ appId, appSecret: '-', security })
  } catch (error) {
    const reason = error instanceof TypeError ? error.message : 'unknown'
    const message = { zh: `${appId} 的 API 安全密钥无法使用：${reason}`, en: `${appId}: API security: ${reason}` }
    return failed(CHECK, message, ADVICE)
  }
  return ok(CHECK, {
    zh: `${appId}：请求加密并签名，平台证书 ${security.certificates.map(({ serial }) => serial).join('、')}`,
    en: `${appId}: calls are encrypted and signed, WeChat's certificates: ${security.certificates.map(({ serial }) => serial).join(', ')}`,
  })
}
