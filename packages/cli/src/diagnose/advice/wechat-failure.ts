import type { LocalizedText } from '@uni-phone/config'
import type { WeChatError } from '@uni-phone/wechat'
import { same } from '../diagnostic'

function factsOf({ errcode, refusedAddress, httpStatus, rid }: WeChatError): LocalizedText {
  const facts = [
    errcode !== undefined && same(`errcode ${errcode}`),
    refusedAddress !== undefined && { zh: `被拒绝的地址 ${refusedAddress}`, en: `refused address ${refusedAddress}` },
    httpStatus !== undefined && same(`HTTP ${httpStatus}`),
    rid !== undefined && same(`rid ${rid}`),
  ].filter((fact) => fact !== false)
  return { zh: facts.map(({ zh }) => zh).join('，'), en: facts.map(({ en }) => en).join(', ') }
}

/** Describes a failed call without anything secret. */
export function describeFailure(error: WeChatError): LocalizedText {
  const { zh, en } = factsOf(error)
  const cause = error.cause instanceof Error ? error.cause.message.replace('no reply: ', '') : error.reason
  if (error.errcode !== undefined)
    return { zh: `微信拒绝给出 access_token（${zh}）`, en: `WeChat refuses an access token (${en})` }
  if (error.reason === 'timeout') return { zh: '微信没有及时响应', en: 'WeChat did not respond in time' }
  if (error.reason === 'malformed_reply')
    return { zh: '获取 access_token 的响应不是微信的 JSON', en: "the access token response is not WeChat's JSON" }
  if (zh !== '') return { zh: `获取 access_token 失败（${zh}）`, en: `could not get an access token (${en})` }
  return { zh: `连不上微信（${cause}）`, en: `WeChat cannot be reached (${cause})` }
}
