import type { LocalizedText } from '@uni-phone/config'
import { adviseOnErrcode, type WeChatError } from '@uni-phone/wechat'
import { same } from './finding'

function factsOf({ errcode, refusedAddress, httpStatus, rid }: WeChatError): LocalizedText {
  const facts = [
    errcode !== undefined && same(`errcode ${errcode}`),
    refusedAddress !== undefined && { zh: `被拒绝的地址 ${refusedAddress}`, en: `refused address ${refusedAddress}` },
    httpStatus !== undefined && same(`HTTP ${httpStatus}`),
    rid !== undefined && same(`rid ${rid}`),
  ].filter((fact) => fact !== false)
  return { zh: facts.map(({ zh }) => zh).join('，'), en: facts.map(({ en }) => en).join(', ') }
}

const NOT_WECHAT = {
  zh: '答复的不是微信：请检查 WECHAT_API_BASE_URL，以及途中的代理或登录页',
  en: 'what answered is not WeChat: check WECHAT_API_BASE_URL, and a proxy or login page on the way',
}
const CHUNKED = {
  zh: '出站代理把请求体改成了 chunked，微信因此返回 412：请让代理保留 Content-Length',
  en: 'a proxy on the way out sends the body chunked, which WeChat answers with 412: let it keep Content-Length',
}

/** What a connection that failed says, by the system's code. */
const CONNECTION: readonly (readonly [code: RegExp, advice: LocalizedText])[] = [
  [
    /ENOTFOUND|EAI_AGAIN/,
    {
      zh: '域名无法解析：请检查 WECHAT_API_BASE_URL 与 DNS',
      en: 'the name does not resolve: check WECHAT_API_BASE_URL and DNS',
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
      en: 'the certificate is not trusted: check a proxy on the way, and the clock',
    },
  ],
]

const NO_WAY_OUT = {
  zh: '请检查出站网络：防火墙或代理须允许访问该地址',
  en: 'check the way out: firewall and proxy must let this address through',
}

/** What to do about it. */
export function adviceOn({ errcode, endpoint, httpStatus, reason, cause }: WeChatError): LocalizedText {
  if (errcode !== undefined) return adviseOnErrcode(errcode, endpoint)
  if (httpStatus === 412) return CHUNKED
  if (httpStatus !== undefined || reason === 'malformed_reply') return NOT_WECHAT
  const text = cause instanceof Error ? cause.message : ''
  return CONNECTION.find(([code]) => code.test(text))?.[1] ?? NO_WAY_OUT
}

/** What was seen, without anything secret. */
export function describeFailure(error: WeChatError): LocalizedText {
  const { zh, en } = factsOf(error)
  const cause = error.cause instanceof Error ? error.cause.message.replace('no reply: ', '') : error.reason
  if (error.errcode !== undefined)
    return { zh: `微信拒绝给出 access_token（${zh}）`, en: `WeChat gives no access token (${en})` }
  if (error.reason === 'timeout') return { zh: '微信没有及时答复', en: 'WeChat did not answer in time' }
  if (error.reason === 'malformed_reply')
    return { zh: '获取 access_token 的答复不是微信的 JSON', en: "the reply for an access token is not WeChat's JSON" }
  if (zh !== '') return { zh: `获取 access_token 失败（${zh}）`, en: `no access token could be had (${en})` }
  return { zh: `连不上微信（${cause}）`, en: `WeChat cannot be reached (${cause})` }
}
