/** Addresses and paths that the banner shows. */
export interface BannerFacts {
  readonly sandbox: boolean
  readonly wechatBaseUrl: string
  /** Absent without a mini program, as is its folder. */
  readonly h5Url: string | undefined
  readonly apiUrl: string
  /** Absent without a local network. */
  readonly lanApiUrl: string | undefined
  readonly miniProgramFolder: string | undefined
}

function modeLine({ sandbox, wechatBaseUrl }: BannerFacts): string {
  return sandbox ? '沙箱 sandbox: 无需账号 no account needed' : `微信 WeChat: ${wechatBaseUrl}`
}

/** The console is the emulator's; WeChat has none. */
function consoleLines({ sandbox, wechatBaseUrl }: BannerFacts): string[] {
  return sandbox ? [`${wechatBaseUrl}/`, '请求、code、故障、测试用户 requests, codes, faults, test users'] : []
}

function phoneLines({ lanApiUrl }: BannerFacts): string[] {
  if (lanApiUrl === undefined)
    return [
      '本机未连接局域网，手机无法访问；可设置 LAN_HOST',
      'this computer is in no network that phones could reach; set LAN_HOST to name an address',
    ]
  return [
    lanApiUrl,
    '手机预览须打开右上角「···」→ 开发调试 (调试)',
    'on the phone, turn on debugging (调试) in the ··· menu of the mini program',
  ]
}

const optional = (text: string | undefined, ...before: string[]): string[] =>
  text === undefined ? [] : [...before, text]

const INDENT = '  '
const COLUMN = 16

function row(label: string, [first, ...rest]: readonly string[]): string[] {
  if (first === undefined) return []
  return [`${INDENT}${label.padEnd(COLUMN)}${first}`, ...rest.map((line) => `${INDENT}${' '.repeat(COLUMN)}${line}`)]
}

/** Formats the banner that is printed once everything is ready. */
export function toBanner(facts: BannerFacts): string {
  return [
    '',
    ...row('mode', [modeLine(facts)]),
    ...row('H5', optional(facts.h5Url)),
    ...row('console', consoleLines(facts)),
    ...row('API', [facts.apiUrl]),
    ...row('API for phones', phoneLines(facts)),
    ...row('WeChat DevTools', optional(facts.miniProgramFolder, '导入此文件夹 import this folder:')),
    ...row('stop', ['Ctrl-C']),
    '',
  ].join('\n')
}
