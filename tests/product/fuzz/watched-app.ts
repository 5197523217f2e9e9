import { type AppOptions, createApp } from '@uni-phone/server'
import { createWeChatClient, type WeChatClientOptions } from '@uni-phone/wechat'
import { errorFaults, phoneInfoFaults } from './verdicts'
import { watchLeaks } from './watch-leaks'

/** A WeChat client whose every outcome is judged, and the app around it. */
export function createWatchedApp(options: WeChatClientOptions) {
  const leaks = watchLeaks()
  const faults: string[] = []
  const client = createWeChatClient({ ...options, onEvent: leaks.note('an event') })

  function watch<T>(call: Promise<T>, judge: (value: T) => string[]): Promise<T> {
    const accept = (value: T): T => {
      faults.push(...judge(value))
      return value
    }
    const reject = (error: unknown): never => {
      leaks.note('an error')([error, String(error), JSON.stringify(error)])
      faults.push(...errorFaults(error))
      throw error
    }
    return call.then(accept, reject)
  }

  const wechat: AppOptions['wechat'] = {
    getPhoneNumber: (...given) =>
      watch(client.getPhoneNumber(...given), (info) => phoneInfoFaults(info, options.appId)),
    codeToSession: (...given) => watch(client.codeToSession(...given), () => []),
  }
  return {
    app: createApp({ wechat, log: leaks.log, legacyAppId: options.appId }),
    note: leaks.note,
    faults: () => [...faults, ...leaks.find()],
  }
}
