import { usageOf } from '../accounts/index'
import { type Answer, type Answerer, jsonAnswer } from '../wire/index'
import { authorize } from './credentials'
import type { Parts } from './parts'

const MAX_LIMIT = 20

/**
 * `GET /wxa/charge/usage/get`. WeChat's page has the parameters in a body, its example in the query: here in the query.
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/API/charge/api_getusagedetail.md
 */
export function createUsage({ clock, accounts, tokens, refuse }: Parts): Answerer<Answer> {
  return (call) => {
    const appid = authorize(tokens, call)
    if (typeof appid === 'number') return refuse(call, appid)
    const query = new URLSearchParams(call.query)
    const [spuId = '', offset = '', limit = ''] = ['spuId', 'offset', 'limit'].map((name) => query.get(name) ?? '')
    const isValid =
      spuId !== '' && [offset, limit].every((text) => /^\d{1,9}$/.test(text)) && Number(limit) <= MAX_LIMIT
    if (!isValid) return refuse(call, 10120002)
    const { all, effectiveUse, details } = usageOf(accounts.find(appid)?.packs ?? null, spuId, clock.seconds())
    const detailList = details.slice(Number(offset), Number(offset) + Number(limit))
    const answer = { errcode: 0, errmsg: 'ok', effectiveUse, all, total: details.length, detailList }
    return jsonAnswer('usage', answer, 0)
  }
}
