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

const TOKEN: LocalizedText = { zh: ' access_token ', en: 'an access token' }

/** Describes a failed call for something without anything secret. */
export function describeFailure(error: WeChatError, wanted = TOKEN): LocalizedText {
  const { zh, en } = factsOf(error)
  const cause = error.cause instanceof Error ? error.cause.message.replace('no reply: ', '') : error.reason
  if (error.errcode !== undefined)
    return { zh: `微信拒绝给出${wanted.zh.trimEnd()}（${zh}）`, en: `WeChat refuses ${wanted.en} (${en})` }
  if (error.reason === 'timeout') return { zh: '微信没有及时响应', en: 'WeChat did not respond in time' }
  if (error.reason === 'malformed_reply')
    return { zh: `获取${wanted.zh}的响应不是微信的 JSON`, en: `the response to ${wanted.en} is not WeChat's JSON` }
  if (zh !== '') return { zh: `获取${wanted.zh}失败（${zh}）`, en: `could not get ${wanted.en} (${en})` }
  return { zh: `连不上微信（${cause}）`, en: `WeChat cannot be reached (${cause})` }
}
