import { adviseOnErrcode } from './errcodes'
import type { WeChatError } from './wechat-error'

/** A text for the operator in both languages. */
export interface Advice {
  readonly zh: string
  readonly en: string
}

/**
 * WeChat's diagnosis page. It takes a `rid` for seven days after the call.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/basic_func/api_diagnosis
 */
export const RID_DIAGNOSIS_URL = 'https://developers.weixin.qq.com/console/devtools/debug?tab=errorDiag'

const CHUNKED: Advice = {
  zh: '出站代理把请求体改成了 chunked，微信因此返回 412：请让代理保留 Content-Length',
  en: 'a proxy on the way out sends the body chunked, which WeChat answers with 412: let it keep Content-Length',
}
const NOT_WECHAT: Advice = {
  zh: '答复的不是微信：请检查 WECHAT_API_BASE_URL，以及途中的代理或登录页',
  en: 'the reply is not from WeChat: check WECHAT_API_BASE_URL, and any proxy or login page in between',
}
const TOKEN_SERVER: Advice = {
  zh: '令牌服务器的答复不可用：请检查其地址、访问凭证与返回格式（access_token、expires_in）',
  en: 'the token server gave no usable reply: check its URL, its bearer token and its format (access_token, expires_in)',
}
const WATERMARK: Advice = {
  zh: '返回的手机号水印属于另一个 AppID：请检查 WECHAT_APPID',
  en: 'the watermark of the reply belongs to another AppID: check WECHAT_APPID',
}
const SIGNATURE: Advice = {
  zh: '回包未通过 API 安全校验：请核对平台证书及编号、对称密钥与本机时钟；若均无误，答复可能被篡改',
  en: 'the reply failed a check of API security: check the platform certificate and its serial, the symmetric key and the clock; if all are right, the reply may have been tampered with',
}
const NETWORK: Advice = {
  zh: '请检查出站网络：防火墙或代理须允许访问该地址',
  en: 'check the network on the way out: firewall and proxy must allow this address',
}

/** Causes of a failed connection, by the system's code. */
const CONNECTION: readonly (readonly [code: RegExp, advice: Advice])[] = [
  [
    /ENOTFOUND|EAI_AGAIN/,
    {
      zh: '域名无法解析：请检查 WECHAT_API_BASE_URL 与 DNS',
      en: 'the host name does not resolve: check WECHAT_API_BASE_URL and DNS',
    },
  ],
  [
    /ECONNREFUSED/,
    {
      zh: '没有程序在该地址监听：请检查 WECHAT_API_BASE_URL',
      en: 'nothing listens at this address: check WECHAT_API_BASE_URL',
    },
  ],
  [
    /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/,
    {
      zh: '证书不可信：请检查途中的代理与系统时间',
      en: 'the certificate is not trusted: check any proxy in between, and the clock',
    },
  ],
]

function adviseOnSymptom({ errcode, endpoint, httpStatus, reason, cause }: WeChatError): Advice {
  if (errcode !== undefined) return adviseOnErrcode(errcode, endpoint)
  if (httpStatus === 412) return CHUNKED
  if (reason === 'watermark') return WATERMARK
  if (reason === 'signature' || reason === 'decryption') return SIGNATURE
  if (endpoint === 'access_token') return TOKEN_SERVER
  if (httpStatus !== undefined || reason === 'malformed_reply') return NOT_WECHAT
  const text = cause instanceof Error ? cause.message : ''
  return CONNECTION.find(([code]) => code.test(text))?.[1] ?? NETWORK
}

/**
 * Returns advice for the operator on any error of a client, in Chinese and English. With a `rid` it names WeChat's
 * diagnosis page.
 */
export function adviseOnError(error: WeChatError): Advice {
  const { zh, en } = adviseOnSymptom(error)
  if (error.rid === undefined) return { zh, en }
  return {
    zh: `${zh}。微信诊断（rid 保留 7 天）：${RID_DIAGNOSIS_URL}`,
    en: `${en}. WeChat's diagnosis of the rid (kept for 7 days): ${RID_DIAGNOSIS_URL}`,
  }
}
