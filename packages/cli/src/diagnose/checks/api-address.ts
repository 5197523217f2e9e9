import { isIP } from 'node:net'
import type { LocalizedText } from '@uni-phone/config'
import { failed, type Finding, ok, skipped, warning } from './finding'
import { type Answerer, askOurApi } from './our-api'
import type { Settings } from './surroundings'

type Verdict = (check: string, found: LocalizedText, advice: LocalizedText) => Finding

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

/** What is to be said of an address before anybody asks it. */
function judgeAddress(check: string, address: string): Finding | undefined {
  const { protocol, hostname } = new URL(address)
  if (isLoopback(hostname))
    return warning(
      check,
      {
        zh: `${check} 是本机回环地址 ${address}，手机访问不到`,
        en: `${check} is a loopback address, ${address}: no phone reaches it`,
      },
      {
        zh: '设为 API 的 https 地址；局域网预览用 pnpm dev',
        en: "set the API's https address; pnpm dev is for previews in the local network",
      },
    )
  if (protocol === 'https:' && isIP(hostname) === 0) return undefined
  return warning(
    check,
    {
      zh: `${check} 是 ${address}：正式版小程序只能访问 https 域名`,
      en: `${check} is ${address}: a released mini program may call https domains alone`,
    },
    {
      zh: '为 API 配置域名与证书，并加入后台的 request 合法域名',
      en: "give the API a domain and a certificate, and put it on the console's list of request domains",
    },
  )
}

const UNRESOLVED = [
  failed,
  { zh: '域名无法解析', en: 'the name does not resolve' },
  { zh: '检查拼写与 DNS 记录', en: 'check its spelling and its DNS record' },
] as const
const UNTRUSTED = [
  failed,
  { zh: 'https 连接不成立，或证书不可信', en: 'https does not work there, or its certificate is not trusted' },
  {
    zh: '手机会拒绝连接：安装有效证书，并包含完整证书链',
    en: 'phones will refuse it: install a valid certificate with its whole chain',
  },
] as const
const NOT_YET = [
  warning,
  { zh: '暂时没有服务端答复', en: 'no server answers yet' },
  {
    zh: '启动服务端（pnpm start）和反向代理后再检查一次',
    en: 'start the server (pnpm start) and the proxy in front, then check again',
  },
] as const
const NOT_OURS = [
  failed,
  { zh: '答复的不是本项目的服务端', en: "what answers is not this project's server" },
  {
    zh: '检查地址、路径与反向代理：/api/ 须转发到服务端',
    en: 'check address, path and proxy: /api/ has to lead to the server',
  },
] as const

function judgeAnswer(answer: Exclude<Answerer, { kind: 'ours' }>): readonly [Verdict, LocalizedText, LocalizedText] {
  if (answer.kind === 'other') return [502, 503, 504].includes(answer.status) ? NOT_YET : NOT_OURS
  if (/ENOTFOUND|EAI_AGAIN/.test(answer.code)) return UNRESOLVED
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(answer.code) ? UNTRUSTED : NOT_YET
}

async function checkAddress([check, address]: [string, string]): Promise<Finding> {
  const answer = await askOurApi(address)
  if (answer.kind === 'ours')
    return (
      judgeAddress(check, address) ??
      ok(check, {
        zh: `${check}：${address} 可用（后台的 request 合法域名须有它，此处无法检查）`,
        en: `${check}: ${address} answers (the console's list of request domains has to have it: that cannot be seen from here)`,
      })
    )
  const [verdict, found, advice] = judgeAnswer(answer)
  const seen = answer.kind === 'other' ? `HTTP ${answer.status}` : answer.code
  return verdict(
    check,
    { zh: `${check}：${address} ${found.zh}（${seen}）`, en: `${check}: ${address}: ${found.en} (${seen})` },
    advice,
  )
}

const NOT_SET = 'VITE_API_BASE_URL'

function describeUnset(isSandbox: boolean): Finding {
  if (isSandbox)
    return skipped(NOT_SET, {
      zh: 'VITE_API_BASE_URL：未设置，pnpm dev 使用本机地址',
      en: "VITE_API_BASE_URL: not set, pnpm dev takes this computer's address",
    })
  return warning(
    NOT_SET,
    {
      zh: '缺少 VITE_API_BASE_URL：构建出的小程序会显示“服务未配置”',
      en: 'VITE_API_BASE_URL is missing: a mini program built without it says that it is not configured',
    },
    {
      zh: '设为 API 的 https 地址；只部署服务端则不需要',
      en: "set the API's https address; a machine that only runs the server needs none",
    },
  )
}

/** The addresses that are compiled into the mini program. */
export async function checkApiAddresses({ config, tools }: Settings): Promise<Finding[]> {
  if (config === undefined || tools === undefined) return []
  const addresses = Object.entries(tools.apiBaseUrls)
  const unset = 'VITE_API_BASE_URL' in tools.apiBaseUrls ? [] : [describeUnset(config.mode === 'sandbox')]
  return [...unset, ...(await Promise.all(addresses.map(checkAddress)))]
}
