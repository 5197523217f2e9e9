import { withCommonProperties } from './attributes'
import type { BuiltInDefinition } from './definition'

export type Navigate = (api: string, options: Record<string, unknown>) => void

const API: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
}

/** @see https://developers.weixin.qq.com/miniprogram/dev/component/navigator.html */
export function createNavigator(navigate: Navigate): BuiltInDefinition {
  return withCommonProperties({
    properties: {
      url: String,
      openType: { type: String, value: 'navigate' },
      delta: { type: Number, value: 1 },
      target: String,
    },
    lifetimes: {
      created() {
        this._$.addListener('tap', () => {
          const { url, openType, delta } = this.data
          const api = API[String(openType)]
          if (api !== undefined) navigate(api, api === 'navigateBack' ? { delta } : { url })
        })
      },
    },
  })
}
