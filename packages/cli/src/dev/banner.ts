export interface PanelFacts {
  readonly sandbox: boolean
  readonly wechatBaseUrl: string
  readonly h5Url: string
  readonly apiUrl: string
  /** Absent where this computer is in no network. */
  readonly lanApiUrl: string | undefined
  readonly miniProgramFolder: string
}

function modeLine({ sandbox, wechatBaseUrl }: PanelFacts): string {
  return sandbox ? '沙箱 sandbox: 无需账号 no account needed' : `微信 WeChat: ${wechatBaseUrl}`
}

/** The emulator has one; WeChat has none. */
function consoleLines({ sandbox, wechatBaseUrl }: PanelFacts): string[] {
  return sandbox ? [`${wechatBaseUrl}/`, '请求、code、故障、测试用户 requests, codes, faults, the test user'] : []
}

function phoneLines({ lanApiUrl }: PanelFacts): string[] {
  if (lanApiUrl === undefined)
    return [
      '本机未连接局域网，手机无法访问；可设置 LAN_HOST',
      'this computer is in no network a phone could reach; LAN_HOST sets an address',
    ]
  return [
    lanApiUrl,
    '手机预览须打开右上角「···」→ 开发调试 (调试)',
    'on the phone switch 调试 (debugging) on: menu ··· of the mini program',
  ]
}

const INDENT = '  '
const COLUMN = 16

function row(label: string, [first, ...rest]: readonly string[]): string[] {
  if (first === undefined) return []
  return [`${INDENT}${label.padEnd(COLUMN)}${first}`, ...rest.map((line) => `${INDENT}${' '.repeat(COLUMN)}${line}`)]
}

/** What a developer wants to know when everything is ready. */
export function toPanel(facts: PanelFacts): string {
  return [
    '',
    ...row('mode', [modeLine(facts)]),
    ...row('H5', [facts.h5Url]),
    ...row('console', consoleLines(facts)),
    ...row('API', [facts.apiUrl]),
    ...row('API for phones', phoneLines(facts)),
    ...row('WeChat DevTools', ['导入此文件夹 import this folder:', facts.miniProgramFolder]),
    ...row('stop', ['Ctrl-C']),
    '',
  ].join('\n')
}
