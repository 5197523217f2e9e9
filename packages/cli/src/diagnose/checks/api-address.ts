import { isIP } from 'node:net'
import type { LocalizedText } from '@uni-phone/config'
import { failed, type Diagnostic, ok, skipped, warning } from '../diagnostic'
import { findServer, type FoundServer } from '../advice/our-api'
import type { Settings } from '../environment'

type ToDiagnostic = (check: string, message: LocalizedText, advice: LocalizedText) => Diagnostic

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

/** Judges the address itself, before any request. */
function judgeAddress(check: string, address: string): Diagnostic | undefined {
  const { protocol, hostname } = new URL(address)
  if (isLoopback(hostname))
    return warning(
      check,
      {
        zh: `${check} 是本机回环地址 ${address}，手机访问不到`,
        en: `${check} is a loopback address, ${address}: phones cannot reach it`,
      },
      {
        zh: '设为 API 的 https 地址；局域网预览用 pnpm dev',
        en: "set the API's https address; use pnpm dev for previews in the local network",
      },
    )
  if (protocol === 'https:' && isIP(hostname) === 0) return undefined
  return warning(
    check,
    {
      zh: `${check} 是 ${address}：正式版小程序只能访问 https 域名`,
      en: `${check} is ${address}: a released mini program may only call https domains`,
    },
    {
      zh: '为 API 配置域名与证书，并加入后台的 request 合法域名',
      en: 'give the API a domain with a certificate and add it to the request domains in the console',
    },
  )
}

const UNRESOLVED = [
  failed,
  { zh: '域名无法解析', en: 'the domain name does not resolve' },
  { zh: '检查拼写与 DNS 记录', en: 'check the spelling and the DNS record' },
] as const
const UNTRUSTED = [
  failed,
  { zh: 'https 连接不成立，或证书不可信', en: 'https does not work, or the certificate is not trusted' },
  {
    zh: '手机会拒绝连接：安装有效证书，并包含完整证书链',
    en: 'phones refuse the connection: install a valid certificate with its full chain',
  },
] as const
const NOT_YET = [
  warning,
  { zh: '暂时没有服务端响应', en: 'no server responds yet' },
  {
    zh: '启动服务端（pnpm start）和反向代理后再检查一次',
    en: 'start the server (pnpm start) and the reverse proxy, then check again',
  },
] as const
const NOT_OURS = [
  failed,
  { zh: '响应的不是本项目的服务端', en: "the response is not from this project's server" },
  {
    zh: '检查地址、路径与反向代理：/api/ 须转发到服务端',
    en: 'check address, path and reverse proxy: /api/ must be forwarded to the server',
  },
] as const

function judgeResponse(
  found: Exclude<FoundServer, { kind: 'ours' }>,
): readonly [ToDiagnostic, LocalizedText, LocalizedText] {
  if (found.kind === 'other') return [502, 503, 504].includes(found.status) ? NOT_YET : NOT_OURS
  if (/ENOTFOUND|EAI_AGAIN/.test(found.code)) return UNRESOLVED
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(found.code) ? UNTRUSTED : NOT_YET
}

async function checkAddress([check, address]: [string, string]): Promise<Diagnostic> {
  const found = await findServer(address)
  if (found.kind === 'ours')
    return (
      judgeAddress(check, address) ??
      ok(check, {
        zh: `${check}：${address} 可用（须在后台的 request 合法域名中，此处无法检查）`,
        en: `${check}: ${address} works (it must be among the request domains in the console, which cannot be checked from here)`,
      })
    )
  const [toDiagnostic, message, advice] = judgeResponse(found)
  const seen = found.kind === 'other' ? `HTTP ${found.status}` : found.code
  return toDiagnostic(
    check,
    { zh: `${check}：${address} ${message.zh}（${seen}）`, en: `${check}: ${address}: ${message.en} (${seen})` },
    advice,
  )
}

const NOT_SET = 'VITE_API_BASE_URL'

function describeUnset(isSandbox: boolean): Diagnostic {
  if (isSandbox)
    return skipped(NOT_SET, {
      zh: 'VITE_API_BASE_URL：未设置，pnpm dev 使用本机地址',
      en: 'VITE_API_BASE_URL: not set, pnpm dev uses the address of this computer',
    })
  return warning(
    NOT_SET,
    {
      zh: '缺少 VITE_API_BASE_URL：构建出的小程序会显示“服务未配置”',
      en: 'VITE_API_BASE_URL is missing: the built mini program will show "service not configured"',
    },
    {
      zh: '设为 API 的 https 地址；只部署服务端则不需要',
      en: "set the API's https address; not needed on a machine that only runs the server",
    },
  )
}

/** Checks the API addresses that are compiled into the mini program. */
export async function checkApiAddresses({ config, tools }: Settings): Promise<Diagnostic[]> {
  if (config === undefined || tools === undefined) return []
  const addresses = Object.entries(tools.apiBaseUrls)
  const unset = 'VITE_API_BASE_URL' in tools.apiBaseUrls ? [] : [describeUnset(config.mode === 'sandbox')]
  return [...unset, ...(await Promise.all(addresses.map(checkAddress)))]
}
