import { z } from 'zod'
import { choice, httpUrls, keyFile, keyFiles, optionalChoice, text, tokenServerUrl } from './validators'
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
    ...httpUrls,
    section: 'account',
    defaultText: {
      zh: '`https://api.weixin.qq.com`；沙箱为模拟器',
      en: '`https://api.weixin.qq.com`; the emulator in the sandbox',
    },
    zh: '微信接口的地址：代理，或任何与微信接口一致的服务。可填多个，逗号分隔：连不上时（请求尚未发出）改用下一个，如微信的备用域名 https://api2.weixin.qq.com、https://sh.api.weixin.qq.com',
    en: "Address of WeChat's API: a proxy, or any server with the same API. Several are separated by commas: the next one is used if a connection fails before anything was sent, for example WeChat's backups https://api2.weixin.qq.com and https://sh.api.weixin.qq.com",
  },
  WECHAT_TOKEN_ENDPOINT: {
    ...choice(['stable', 'classic']),
    section: 'account',
    zh: 'access_token 的来源。classic 只适合单实例：每次获取都会让上一个失效',
    en: 'Source of access tokens. classic is only for a single instance: each fetch invalidates the token before',
  },
  WECHAT_TOKEN_URL: {
    ...tokenServerUrl,
    section: 'account',
    defaultText: { zh: '直接向微信获取', en: 'tokens come from WeChat' },
    zh: '中控服务器的地址，由它提供 access_token：GET 返回 {"access_token", "expires_in"}；被微信拒绝后的请求带 Cache-Control: no-cache',
    en: 'URL of a central token server in place of WeChat: GET answers {"access_token", "expires_in"}; after WeChat rejected a token the request has Cache-Control: no-cache',
  },
  WECHAT_TOKEN_BEARER: {
    check: z
      .string()
      .regex(/^[\x21-\x7e]+$/)
      .optional(),
    message: {
      zh: '须为不含空格的访问凭证（此处不重复其值）',
      en: 'must be a token without spaces (not repeated here)',
    },
    section: 'account',
    zh: '访问中控服务器的凭证，以 Authorization: Bearer 发送；与 WECHAT_TOKEN_URL 一起设置',
    en: 'Sent to the token server as Authorization: Bearer; set it together with WECHAT_TOKEN_URL',
  },
  WECHAT_SECURITY_SYMMETRIC: {
    ...keyFile,
    section: 'account',
    defaultText: { zh: '不加密、不签名', en: 'calls are neither encrypted nor signed' },
    zh: 'API 安全：对称密钥的“编号=文件路径”，文件内容为后台给出的 base64（AES256_GCM）。三个 WECHAT_SECURITY_ 变量须一起设置',
    en: 'API security: `serial=path` of the symmetric key; the file has the base64 of the console (AES256_GCM). Set all three WECHAT_SECURITY_ variables, or none',
  },
  WECHAT_SECURITY_ASYMMETRIC: {
    ...keyFile,
    section: 'account',
    defaultText: { zh: '不加密、不签名', en: 'calls are neither encrypted nor signed' },
    zh: 'API 安全：应用私钥的“编号=文件路径”，PEM（RSAwithSHA256）；编号为后台显示的公钥编号',
    en: 'API security: `serial=path` of your private key, in PEM (RSAwithSHA256); the serial is that of its public key in the console',
  },
  WECHAT_SECURITY_CERTIFICATES: {
    ...keyFiles,
    section: 'account',
    defaultText: { zh: '不加密、不签名', en: 'calls are neither encrypted nor signed' },
    zh: 'API 安全：微信平台证书的“编号=文件路径”，PEM；更换证书期间填两个，逗号分隔',
    en: "API security: `serial=path` of WeChat's certificate, in PEM; two, separated by a comma, while WeChat replaces it",
  },
  WECHAT_QUOTA_SPU_ID: {
    check: z
      .string()
      .regex(/^\d{1,20}$/)
      .optional(),
    message: { zh: '须为数字', en: 'must be a number' },
    section: 'account',
    defaultText: { zh: '不查询', en: 'the quota is not asked for' },
    zh: '查询剩余次数的商品编号（spuId），每十分钟一次：快速验证组件为 10000077，实时验证组件为 10000086（未经证实，以付费管理页为准）；剩余 20%、5% 与 0 时写入日志',
    en: 'Product (spuId) whose paid calls left are asked for every ten minutes: 10000077 for the quick component, 10000086 for the real-time one (unverified: compare with the console); the log says when 20 %, 5 % and none are left',
  },
  WECHAT_APPS: {
    ...text,
    section: 'account',
    defaultText: { zh: '一个小程序', en: 'one mini program' },
    zh: '多个小程序共用一个服务端：JSON 列表（或文件路径），每项含本节中它自己的变量，如 [{"WECHAT_APPID": "wx…", "WECHAT_SECRET": "…"}, …]；WECHAT_API_BASE_URL、WECHAT_TOKEN_ENDPOINT、WECHAT_QUOTA_SPU_ID 可写在外面共用。请求以 X-WeChat-AppID 指明小程序，未带时为第一个',
    en: 'Several mini programs in one server: a JSON list, or the path of a file with it. Each entry has its own variables of this section, such as [{"WECHAT_APPID": "wx…", "WECHAT_SECRET": "…"}, …]; WECHAT_API_BASE_URL, WECHAT_TOKEN_ENDPOINT and WECHAT_QUOTA_SPU_ID may stand outside for all. X-WeChat-AppID says which one a request is of; without it, the first',
  },
} as const satisfies Variables
