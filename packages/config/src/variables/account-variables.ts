import { z } from 'zod'
import { choice, httpUrl, optionalChoice } from './validators'
import type { Variables } from './variable'

/** Variables of the mini program's account and of WeChat's API. */
export const ACCOUNT_VARIABLES = {
  WECHAT_APPID: {
    check: z
      .string()
      .regex(/^wx[0-9a-f]{16}$/)
      .optional(),
    message: {
      zh: '须为 wx 加 16 位十六进制（小写），与后台显示的一致',
      en: 'must be `wx` and 16 hex digits, as the console shows it',
    },
    section: 'account',
    example: '',
    zh: '小程序的 AppID。与 WECHAT_SECRET 一起设置，或都不设（沙箱，无需账号）；在 mp.weixin.qq.com 的“开发管理 › 开发设置”',
    en: "The mini program's AppID. Set it together with WECHAT_SECRET, or neither (the sandbox, no account needed); mp.weixin.qq.com, Development settings",
  },
  WECHAT_SECRET: {
    check: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .optional(),
    message: {
      zh: '须为 32 位十六进制（小写），后台只显示一次（此处不重复其值）',
      en: 'must be 32 hex digits, as the console shows it once (the value is not repeated here)',
    },
    section: 'account',
    example: '',
    zh: '小程序的 AppSecret。只放在服务端：不要提交，不要写进小程序',
    en: 'Its AppSecret. Only for the server: never commit it, never put it into the mini program',
  },
  WECHAT_MODE: {
    ...optionalChoice(['sandbox', 'wechat']),
    section: 'account',
    defaultText: { zh: '设置了账号则为 `wechat`', en: '`wechat` with an account' },
    zh: 'wechat 使用微信，sandbox 使用本机模拟器；生产环境拒绝 sandbox',
    en: 'wechat for WeChat, sandbox for the emulator on this computer; production refuses sandbox',
  },
  WECHAT_API_BASE_URL: {
    ...httpUrl,
    section: 'account',
    defaultText: {
      zh: '`https://api.weixin.qq.com`；沙箱为模拟器',
      en: '`https://api.weixin.qq.com`; the emulator in the sandbox',
    },
    zh: '微信接口的地址：代理，或任何与微信接口一致的服务',
    en: "Address of WeChat's API: a proxy, or any server with the same API",
  },
  WECHAT_TOKEN_ENDPOINT: {
    ...choice(['stable', 'classic']),
    section: 'account',
    zh: 'access_token 的来源。classic 只适合单实例：每次获取都会让上一个失效',
    en: 'Source of access tokens. classic is only for a single instance: each fetch invalidates the token before',
  },
} as const satisfies Variables
