import type { Fields } from '../core/index'
import { type Answer, type Answerer, type ApiCall, endpointOf, jsonAnswer } from '../wire/index'
import { authorize, readJsonBody } from './credentials'
import type { Parts } from './parts'

const DAY_MS = 86_400_000
const RID = /^[\da-f]{8}-[\da-f]{8}-[\da-f]{8}$/

/** Creates an endpoint that needs a token and a JSON body, and answers with fields or an errcode. */
function withToken(
  parts: Parts,
  answer: (body: Fields, appid: string, call: ApiCall) => Fields | number,
): Answerer<Answer> {
  return (call) => {
    const appid = authorize(parts.tokens, call)
    const body = typeof appid === 'number' ? appid : readJsonBody(call)
    const result = typeof body === 'number' ? body : answer(body, String(appid), call)
    if (typeof result === 'number') return parts.refuse(call, result)
    return jsonAnswer(endpointOf(call.path), { errcode: 0, errmsg: 'ok', ...result }, 0)
  }
}

/**
 * `POST /cgi-bin/openapi/rid/get`. Knows the last 1,000 requests; `cost_in_ms` is always 1.
 * @see https://developers.weixin.qq.com/doc/service/en/api/apimanage/api_getridinfo.html
 */
export function createGetRid(parts: Parts): Answerer<Answer> {
  return withToken(parts, ({ rid }, appid, { address }) => {
    if (typeof rid !== 'string' || !RID.test(rid)) return 76002
    const entry = parts.requestLog.find(({ answer }) => answer.includes(`rid: ${rid}`))
    if (entry === undefined || entry.at < parts.clock.now() - 7 * DAY_MS) return 76001
    if (entry.path.startsWith('/sns/')) return 76022
    const owner = parts.tokens.ownerOf(new URLSearchParams(entry.query).get('access_token') ?? '')
    if (owner !== undefined && owner !== appid) return 76003
    const request = {
      invoke_time: Math.floor(entry.at / 1000),
      cost_in_ms: 1,
      request_url: entry.query,
      request_body: entry.body,
      response_body: entry.answer,
      client_ip: address,
    }
    return { request }
  })
}

/**
 * `POST /cgi-bin/clear_quota`
 * @see https://developers.weixin.qq.com/doc/oplatform/openApi/openapi/api_clearquota.md
 */
export function createClearQuota(parts: Parts): Answerer<Answer> {
  return withToken(parts, (body, appid) => {
    if (body.appid === undefined || body.appid === '') return 41002
    if (body.appid !== appid) return 40013
    if (parts.quotas.spend(['quotaClearsPerMonth'], appid) !== undefined) return 48006
    parts.quotas.clearDay(appid)
    return {}
  })
}

/**
 * `POST /wxa/business/checkencryptedmsg`. `vaild` is WeChat's spelling.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/basic-info/api_checkencrypteddata
 */
export function createCheckEncryptedData(parts: Parts): Answerer<Answer> {
  return withToken(parts, ({ encrypted_msg_hash: hash }, appid) => {
    if (hash === undefined) return 47001
    if (typeof hash !== 'string' || !/^[\da-f]{64}$/i.test(hash)) return 40097
    const data = parts.encryptedData.find(hash.toLowerCase())
    if (data?.appid !== appid || data.createdAt < parts.clock.now() - 3 * DAY_MS) return 1
    return { vaild: true, create_time: Math.floor(data.createdAt / 1000) }
  })
}
