import type { WeChatEndpoint, WeChatErrorCode } from './wechat-error'

/** Meaning of an errcode: the action for the caller, and advice for the operator in Chinese and English. */
export interface ErrcodeAdvice {
  readonly code: WeChatErrorCode
  readonly zh: string
  readonly en: string
}

type Entry = readonly [code: WeChatErrorCode, zh: string, en: string]

/**
 * Every errcode of WeChat that this client knows. The texts are ours.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
const ERRCODES: Readonly<Record<number, Entry>> = {
  [-1]: ['unavailable', '微信系统繁忙，已重试一次，请稍后再试', 'WeChat is busy; one retry was made, try again later'],
  40001: [
    'unavailable',
    'access_token 已失效，已换新重试；若反复出现，请检查是否有其他程序在刷新同一账号的 token',
    'the access token is stale and was replaced; if this keeps happening, look for another program that refreshes the token of this account',
  ],
  40002: ['misconfigured', 'grant_type 不合法，请升级客户端', 'invalid grant_type: update this client'],
  // expected, not seen, where the openid beside a phone code is another user's
  40003: [
    'code_rejected',
    'openid 与 code 不属于同一用户（未经证实：微信未公布此时的错误码）',
    'openid and code do not belong to the same user (unverified: WeChat does not document the errcode for it)',
  ],
  40013: [
    'misconfigured',
    'AppID 不匹配：请确认服务端的 WECHAT_APPID 与发出 code 的小程序一致',
    'the AppID does not match: WECHAT_APPID must be the AppID of the mini program that the code came from',
  ],
  40014: ['unavailable', 'access_token 不合法，已换新重试', 'the access token is malformed and was replaced'],
  40029: [
    'code_rejected',
    'code 无效：已使用、超过 5 分钟、并非手机号 code（常见：误传 wx.login 的 code），或来自其他小程序',
    'the code is invalid: already used, older than five minutes, not a phone code (often a wx.login code), or from another mini program',
  ],
  40066: ['misconfigured', '接口地址不存在：请检查 WECHAT_API_BASE_URL', 'no such endpoint: check WECHAT_API_BASE_URL'],
  40097: [
    'misconfigured',
    '参数错误：若已配置 API 安全密钥，请确认小程序后台“API 安全”也已开启，且密钥一致',
    'invalid arguments: if keys of API security are configured here, they must also be set in the console (API security)',
  ],
  40125: [
    'misconfigured',
    'AppSecret 错误：请检查 WECHAT_SECRET，或在小程序后台重置后更新',
    'the AppSecret is wrong: check WECHAT_SECRET, or reset it in the console and update it here',
  ],
  40163: ['code_rejected', 'code 已被使用，请让用户重新点击', 'the code has been used: the user has to tap again'],
  40164: [
    'misconfigured',
    '服务器 IP 不在白名单：请在小程序后台“开发管理 → 开发设置 → IP 白名单”加入该地址（不是“代码上传白名单”）',
    'this server is not on the IP allow-list: add the address under Development settings, IP allow-list, in the console (not the code-upload list)',
  ],
  40226: ['code_rejected', '微信判定该用户高风险，拦截了本次登录', 'WeChat blocked this login: high-risk user'],
  40230: [
    'misconfigured',
    '缺少 Wechatmp-Serial 请求头：请检查代理',
    'the Wechatmp-Serial header is missing: check any proxy in between',
  ],
  40231: [
    'misconfigured',
    '缺少 Wechatmp-TimeStamp 请求头：账号要求签名，请配置 API 安全密钥',
    'the Wechatmp-TimeStamp header is missing: the account demands signatures, configure the keys of API security',
  ],
  40232: [
    'misconfigured',
    '缺少 Wechatmp-Signature 请求头：账号要求签名，请配置 API 安全密钥',
    'the Wechatmp-Signature header is missing: the account demands signatures, configure the keys of API security',
  ],
  40233: [
    'misconfigured',
    '缺少 Wechatmp-Appid 请求头：账号要求签名，请配置 API 安全密钥',
    'the Wechatmp-Appid header is missing: the account demands signatures, configure the keys of API security',
  ],
  40234: [
    'misconfigured',
    '签名错误：请确认应用私钥与小程序后台“API 安全”中的应用公钥是一对，且代理未改写请求体',
    'invalid signature: the private key must belong to the public key in the console (API security), and no proxy may rewrite the body',
  ],
  40235: [
    'misconfigured',
    '加密错误：请确认对称密钥及其编号与小程序后台“API 安全”一致（AES256_GCM）',
    'invalid encryption: the symmetric key and its serial must be those in the console (API security, AES256_GCM)',
  ],
  40236: ['misconfigured', 'Wechatmp-Appid 无效：请检查 WECHAT_APPID', 'invalid Wechatmp-Appid: check WECHAT_APPID'],
  40237: [
    'misconfigured',
    'Wechatmp-Appid 与 access_token 不属于同一小程序',
    'Wechatmp-Appid and the access token belong to different mini programs',
  ],
  40238: [
    'misconfigured',
    '小程序后台“API 安全”未设置对称密钥',
    'no symmetric key is set in the console (API security)',
  ],
  40239: ['misconfigured', '小程序后台“API 安全”未设置应用公钥', 'no public key is set in the console (API security)'],
  40240: [
    'misconfigured',
    '请求时间戳已过期：请校准本机时钟',
    "the time stamp of the request has expired: correct this server's clock",
  ],
  40243: [
    'misconfigured',
    'AppSecret 已被冻结：请在小程序后台解冻',
    'the AppSecret is frozen: unfreeze it in the console',
  ],
  41001: [
    'misconfigured',
    '缺少 access_token 参数：请检查代理是否丢弃了查询参数',
    'the access token is missing: does a proxy drop the query string?',
  ],
  41002: [
    'misconfigured',
    '缺少 appid 参数：请检查 WECHAT_APPID 与代理',
    'the appid is missing: check WECHAT_APPID and any proxy in between',
  ],
  41004: [
    'misconfigured',
    '缺少 secret 参数：请检查 WECHAT_SECRET 与代理',
    'the secret is missing: check WECHAT_SECRET and any proxy in between',
  ],
  41008: [
    'misconfigured',
    '缺少 js_code 参数：请检查代理是否丢弃了查询参数',
    'the js_code is missing: does a proxy drop the query string?',
  ],
  42001: ['unavailable', 'access_token 已过期，已换新重试', 'the access token has expired and was replaced'],
  43002: [
    'misconfigured',
    '需要 POST 请求：请检查代理是否改写了方法',
    'WeChat requires POST: does a proxy rewrite the method?',
  ],
  44002: [
    'misconfigured',
    'POST 数据为空：请检查代理是否丢弃了请求体',
    'the body arrived empty: does a proxy drop it?',
  ],
  45009: [
    'quota_exhausted',
    '今日接口调用额度已用完：请等到明天，或在小程序后台清零/提升额度',
    "today's quota is used up: wait until tomorrow, or clear or raise it in the console",
  ],
  45011: ['rate_limited', '调用太频繁，请下一分钟再试', 'too many calls: try again in the next minute'],
  47001: [
    'misconfigured',
    '数据格式错误：请检查代理是否改写了请求体',
    'the body did not arrive as JSON: does a proxy rewrite it?',
  ],
  48001: [
    'misconfigured',
    '该小程序没有手机号权限：需非个人主体且已完成微信认证，并在隐私保护指引中声明手机号',
    'this mini program has no permission for phone numbers: it needs a verified, non-personal account, and its privacy guide must declare the phone number',
  ],
  48004: [
    'misconfigured',
    '接口已被封禁：请登录 mp.weixin.qq.com 查看原因',
    'the API is blocked for this account: mp.weixin.qq.com shows the reason',
  ],
  50002: [
    'misconfigured',
    '账号受限（冻结或注销）：请登录 mp.weixin.qq.com 查看',
    'the account is restricted (frozen or closed): see mp.weixin.qq.com',
  ],
  50004: ['misconfigured', '该账号被禁止使用 token 接口', 'this account may not use the token endpoint'],
  50007: ['misconfigured', '账号已冻结', 'the account is frozen'],
  61003: ['misconfigured', '该小程序未授权给第三方平台', 'this account has not authorized the third-party platform'],
  61004: [
    'misconfigured',
    '调用 IP 未在第三方平台登记',
    "this server's address is not registered with the third-party platform",
  ],
  61007: [
    'misconfigured',
    '第三方平台未获得该接口权限（权限集 18）',
    'the third-party platform was not granted this API (permission set 18)',
  ],
  61016: [
    'misconfigured',
    '第三方平台需先确认该类目的接口权限',
    'the third-party platform has to confirm the API category first',
  ],
  61024: [
    'misconfigured',
    '第三方平台账号须使用 api_component_token',
    'a third-party platform account has to use api_component_token',
  ],
  89503: [
    'misconfigured',
    '此次调用需管理员确认：请管理员在微信中同意',
    'an administrator has to approve this call in WeChat',
  ],
  89506: [
    'misconfigured',
    '该 IP 已被管理员拒绝，24 小时后再试',
    'an administrator refused this address: try again in 24 hours',
  ],
  10120002: [
    'misconfigured',
    '参数错误：请检查商品 SPU ID（spuId）',
    'invalid arguments: check the product id (spuId)',
  ],
  89507: [
    'misconfigured',
    '该 IP 已被管理员拒绝，1 小时后再试',
    'an administrator refused this address: try again in an hour',
  ],
}

const WRONG_SECRET: Entry = [
  'misconfigured',
  'AppSecret 错误：请检查 WECHAT_SECRET 是否属于该 WECHAT_APPID',
  'the AppSecret is wrong: does WECHAT_SECRET belong to this WECHAT_APPID?',
]

const THIRD_PARTY: Entry = [
  'misconfigured',
  '第三方平台授权问题',
  'the third-party platform is not authorized correctly',
]

/** All of 61xxx concern third-party platforms: https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html */
const isThirdParty = (errcode: number): boolean => errcode >= 61_000 && errcode < 62_000

const TOKEN_ENDPOINTS: ReadonlySet<WeChatEndpoint> = new Set(['stable_token', 'token', 'access_token'])
const CODE_ENDPOINTS: ReadonlySet<WeChatEndpoint> = new Set(['getuserphonenumber', 'jscode2session'])

/** Undocumented errcodes. Where a code was sent, WeChat may have consumed it. */
function unknownErrcode(endpoint: WeChatEndpoint): Entry {
  return [
    CODE_ENDPOINTS.has(endpoint) ? 'outcome_unknown' : 'unavailable',
    '未知错误码：请查看微信对该 rid 的诊断',
    "unknown errcode: see WeChat's diagnosis of the rid",
  ]
}

function findEntry(errcode: number, endpoint: WeChatEndpoint): Entry {
  if (errcode === 40001 && TOKEN_ENDPOINTS.has(endpoint)) return WRONG_SECRET
  return ERRCODES[errcode] ?? (isThirdParty(errcode) ? THIRD_PARTY : unknownErrcode(endpoint))
}

/**
 * Returns the meaning of an errcode at an endpoint. 40001 is a wrong secret at a token endpoint and a stale token elsewhere.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
export function adviseOnErrcode(errcode: number, endpoint: WeChatEndpoint): ErrcodeAdvice {
  const [code, zh, en] = findEntry(errcode, endpoint)
  return { code, zh, en }
}

/** Errcodes that this client knows, in ascending order. */
export const KNOWN_ERRCODES: readonly number[] = Object.keys(ERRCODES)
  .map(Number)
  .sort((a, b) => a - b)
