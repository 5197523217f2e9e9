import type { Config, MiniProgram } from '@uni-phone/config'
import { createWeChatClient, type WeChatClient, type WeChatClientEvent } from '@uni-phone/wechat'
import { StartError } from '../errors'
import { labelOf } from '../exchange'
import { createClientEventLog, type Log, type Metrics } from '../observability'

/** Adds the AppID to every line. */
function withAppId(log: Log, appId: string): Log {
  const add =
    (write: Log['info']): Log['info'] =>
    (fields, message) => {
      write({ appId, ...fields }, message)
    }
  const { debug, info, warn, error } = log
  return {
    debug: add(debug.bind(log)),
    info: add(info.bind(log)),
    warn: add(warn.bind(log)),
    error: add(error.bind(log)),
  }
}

/** A key of API security that cannot be used; its message quotes no key. */
function toStartError(error: unknown, appId: string): unknown {
  if (!(error instanceof TypeError)) return error
  const message = `${appId} 的 API 安全配置无法使用，请检查 WECHAT_SECURITY_ 开头的变量 API security of ${appId} cannot be used, check the WECHAT_SECURITY_ variables: ${error.message}`
  return new StartError(message, { cause: error })
}

/** Creates the WeChat client of each mini program, by AppID. Throws a `StartError` for a key that cannot be used. */
export function createWeChatClients({ apps }: Config, log: Log, metrics: Metrics): ReadonlyMap<string, WeChatClient> {
  function create({ appId, appSecret, baseUrls: baseUrl, accessToken, security }: MiniProgram): WeChatClient {
    const label = labelOf(appId, apps.length)
    const logEvent = createClientEventLog(label === undefined ? log : withAppId(log, label))
    const onEvent = (event: WeChatClientEvent): void => {
      logEvent(event)
      metrics.wechat(event, label)
    }
    try {
      return createWeChatClient({ appId, appSecret, baseUrl, accessToken, security, onEvent })
    } catch (error) {
      throw toStartError(error, appId)
    }
  }

  return new Map(apps.map((app) => [app.appId, create(app)]))
}
