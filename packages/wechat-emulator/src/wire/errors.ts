import type { Clock, Random } from '../core/index'
import { type Answer, type ApiCall, type Endpoint, endpointOf, jsonAnswer } from './call'
import type { Quirks } from './quirks'

const STABLE_TOKEN_ADVICE =
  'could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r'

const DOCUMENTED_CREDENTIAL_TEXT = 'invalid credential, access_token is invalid or not latest rid: {rid}'

/**
 * Texts as WeChat sends them, with their inconsistent separators. U marks those of which only the words are known, not how the rid follows.
 * @see https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
 */
const ERROR_TEXTS: Readonly<Record<number, string>> = {
  [-1]: 'system error rid: {rid}', // U
  1: 'data not exit rid: {rid}', // U
  40001: `invalid credential, access_token is invalid or not latest, ${STABLE_TOKEN_ADVICE} rid: {rid}`,
  40002: 'invalid grant_type rid: {rid}', // U
  40013: 'invalid appid rid: {rid}',
  40014: 'invalid access_token rid: {rid}', // U
  40029: 'invalid code, rid: {rid}',
  40066: 'invalid url rid: {rid}', // U
  40097: 'invalid args rid: {rid}',
  40125: 'invalid appsecret, rid: {rid}',
  40163: 'code been used, rid: {rid}',
  40164: 'invalid ip {ip} ipv6 {ipv6}, not in whitelist rid: {rid}',
  40226: 'code blocked, rid: {rid}', // U
  40231: 'missing Wechatmp-TimeStamp rid: {rid}', // U
  40232: 'missing Wechatmp-Signature rid: {rid}', // U
  40233: 'missing Wechatmp-Appid rid: {rid}', // U
  40234: 'invalid signature rid: {rid}',
  40235: 'invalid encrypt rid: {rid}',
  40237: 'Wechatmp-Appid does not match the token rid: {rid}', // U
  40240: 'expired Wechatmp-TimeStamp rid: {rid}', // U
  40243: 'AppSecret已被冻结，请解冻后再次调用。 rid: {rid}', // U
  41001: 'access_token missing rid: {rid}',
  41002: 'appid missing rid: {rid}',
  41004: 'appsecret missing rid: {rid}', // U
  41008: 'missing code, rid: {rid}', // U
  42001: 'access_token expired rid: {rid}',
  43002: 'require POST method rid: {rid}', // U
  44002: 'empty post data rid: {rid}', // U
  45009: 'reach max api daily quota limit rid: {rid}', // U
  45011: 'api minute-quota reach limit  mustslower  retry next minute rid: {rid}', // U
  47001: 'data format error rid: {rid}', // U
  48001: 'api unauthorized rid: {rid}',
  48006: 'forbid to clear quota because of reaching the limit rid: {rid}', // U
  48004: 'api forbidden for irregularities, view detail on mp.weixin.qq.com rid: {rid}', // U
  50002: 'user limited rid: {rid}', // U
  50004: '禁止使用 token 接口 rid: {rid}', // U
  50007: '账号已冻结 rid: {rid}', // U
  61003: 'component is not authorized by this account rid: {rid}', // U
  61004: 'access clientip is not registered rid: {rid}', // U
  61007: 'api is unauthorized to component rid: {rid}',
  61016: 'function category of API need be confirmed by component rid: {rid}', // U
  61024: 'must use api(api_component_token) to get token for component acct rid: {rid}',
  76001: 'rid not found rid: {rid}', // U
  76002: 'rid is error rid: {rid}', // U
  76003: 'could not query this rid for no permission rid: {rid}', // U
  76022: 'could not use this cgi_path, no permission rid: {rid}', // U
  10120002: '参数错误 rid: {rid}', // U
  89503: '此次调用需要管理员确认，请耐心等候 rid: {rid}', // U
  89506: '该IP调用求请求已被公众号管理员拒绝，请24小时后再试，建议调用前与管理员沟通确认 rid: {rid}', // U
  89507: '该IP调用求请求已被公众号管理员拒绝，请1小时后再试，建议调用前与管理员沟通确认 rid: {rid}', // U
}

/** Texts that differ at one endpoint. */
const ENDPOINT_TEXTS: Readonly<Partial<Record<Endpoint, Readonly<Record<number, string>>>>> = {
  getuserphonenumber: {
    40013: 'invalid appid hint: [{hint}] rid: {rid}',
    40029: 'invalid code hint: [{hint}] rid: {rid}',
    47001: 'data format error hint: [{hint}] rid: {rid}',
  },
  // 40001 means a wrong secret here; the current text, which recommends the other token endpoint, has not been seen here
  token: {
    40001: DOCUMENTED_CREDENTIAL_TEXT,
    45009: `reach max api daily quota limit, ${STABLE_TOKEN_ADVICE} rid: {rid}`,
  },
  stable_token: { 40001: DOCUMENTED_CREDENTIAL_TEXT },
  jscode2session: { 45011: 'api minute-quota reach limit mustslower retry next minute rid: {rid}' },
}

/** Text for a fault whose errcode has no text in the documentation we read. */
const UNLISTED_TEXT = 'emulated error rid: {rid}'

/** Errcodes for which the emulator has WeChat's text; a fault can produce each of them. */
export const WECHAT_ERRCODES: readonly number[] = Object.keys(ERROR_TEXTS).map(Number)

/** Answers a call with an errcode in the words of its endpoint; the HTTP status is always 200. */
export type Refuse = (call: ApiCall, errcode: number) => Answer

function textOf(endpoint: Endpoint, errcode: number, quirks: Required<Quirks>): string {
  if (errcode === 40001 && quirks.credentialText === 'documented') return DOCUMENTED_CREDENTIAL_TEXT
  return ENDPOINT_TEXTS[endpoint]?.[errcode] ?? ERROR_TEXTS[errcode] ?? UNLISTED_TEXT
}

/** Creates a rid; the first of its three groups is the time in unix seconds. */
function requestId(clock: Clock, random: Random): string {
  return `${clock.seconds().toString(16).padStart(8, '0')}-${random.hex(4)}-${random.hex(4)}`
}

function toIpv6(address: string): string {
  return address.includes(':') ? address : `::ffff:${address}`
}

export function createRefuse(clock: Clock, random: Random, quirks: Required<Quirks>): Refuse {
  const fill = (name: string, call: ApiCall) => {
    if (name === '{rid}') return requestId(clock, random)
    if (name === '{hint}') return random.hint()
    return name === '{ip}' ? call.address : toIpv6(call.address)
  }
  return (call, errcode) => {
    const endpoint = endpointOf(call.path)
    const errmsg = textOf(endpoint, errcode, quirks).replaceAll(/\{\w+\}/g, (name) => fill(name, call))
    return jsonAnswer(endpoint, { errcode, errmsg }, errcode)
  }
}
