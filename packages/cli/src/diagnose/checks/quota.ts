import { adviseOnError, type WeChatClient, WeChatError } from '@uni-phone/wechat'
import { describeFailure } from '../advice/wechat-failure'
import { type Diagnostic, failed, ok, warning } from '../diagnostic'

const CHECK = 'wechat.quota'
/** Share of the calls below which somebody should buy more. */
const LOW_SHARE = 0.2

const BUY = {
  zh: '在小程序后台“付费管理”购买次数，否则按钮将失败（errno 1400001）',
  en: 'buy calls in the console (付费管理): without any the button fails (errno 1400001)',
}

/** Asks how many paid calls are left. The question costs nothing. */
export async function checkQuota(client: WeChatClient, spuId: string): Promise<Diagnostic> {
  try {
    const { remaining, total } = await client.getQuotaUsage(spuId)
    const message = {
      zh: `商品 ${spuId}：剩余 ${remaining} 次，共 ${total} 次`,
      en: `product ${spuId}: ${remaining} of ${total} paid calls left`,
    }
    if (remaining > total * LOW_SHARE) return ok(CHECK, message)
    return (remaining === 0 ? failed : warning)(CHECK, message, BUY)
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error
    return warning(CHECK, describeFailure(error, { zh: '剩余次数', en: 'the calls left' }), adviseOnError(error))
  }
}
