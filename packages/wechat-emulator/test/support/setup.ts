import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  SANDBOX_APP_ID,
  SANDBOX_APP_SECRET,
} from '../../src/index'

export const START = Date.UTC(2026, 10, 22, 6, 0, 0)
export const PHONE = '/wxa/business/getuserphonenumber'
export const TOKEN = '/cgi-bin/token'
export const STABLE = '/cgi-bin/stable_token'
export const SESSION = '/sns/jscode2session'
export const RID_GET = '/cgi-bin/openapi/rid/get'
export const CLEAR_QUOTA = '/cgi-bin/clear_quota'
export const CHECK_DATA = '/wxa/business/checkencryptedmsg'
export const OTHER_APP_ID = 'wx1111111111111111'
const RID = '[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}'
const HINT = '\\[[A-Za-z0-9_.-]{14,17}\\]'

export interface Reply {
  status: number
  type: string | null
  text: string
  errcode: unknown
  errmsg: string
  json: Record<string, unknown>
}

export function setup(options: EmulatorOptions = {}) {
  const lines: string[] = []
  const emulator = createEmulator({ now: () => START, log: (line) => lines.push(line), ...options })
  return { emulator, lines, ...createCalls(emulator) }
}

function createCalls(emulator: Emulator) {
  const ask = async (path: string, init?: RequestInit) =>
    toReply(await emulator.fetch(new Request(`https://api.weixin.qq.com${path}`, init)))
  const post = (path: string, body: unknown) => ask(path, { method: 'POST', body: JSON.stringify(body) })
  const stable = (changes: object = {}) =>
    post(STABLE, {
      grant_type: 'client_credential',
      appid: SANDBOX_APP_ID,
      secret: SANDBOX_APP_SECRET,
      ...changes,
    })
  const classic = (changes: Record<string, string> = {}) => {
    const query = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET, ...changes }
    return ask(`${TOKEN}?${new URLSearchParams(query).toString()}`)
  }
  const session = (code: string, changes: Record<string, string> = {}) => {
    const query = {
      appid: SANDBOX_APP_ID,
      secret: SANDBOX_APP_SECRET,
      js_code: code,
      grant_type: 'authorization_code',
      ...changes,
    }
    return ask(`${SESSION}?${new URLSearchParams(query).toString()}`)
  }
  const token = async () => String((await stable()).json.access_token)
  const exchange = async (code: unknown, accessToken?: string) =>
    post(`${PHONE}?access_token=${accessToken ?? (await token())}`, { code })
  const isAlive = async (accessToken: string) => (await exchange('no such code', accessToken)).errcode === 40029
  return { ask, post, stable, classic, session, token, exchange, isAlive }
}

export async function toReply(response: Response): Promise<Reply> {
  const text = await response.text()
  const json = parse(text)
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text,
    errcode: json.errcode,
    errmsg: typeof json.errmsg === 'string' ? json.errmsg : '',
    json,
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

export function matching(template: string): RegExp {
  const literal = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll('{rid}', RID).replaceAll('{hint}', HINT)}$`)
}
