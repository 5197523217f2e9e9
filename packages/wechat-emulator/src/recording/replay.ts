import { type Fields, isFields } from '../core/index'
import type { createEmulator, Emulator } from '../emulator'
import { endpointOf } from '../wire/index'
import type { IssuedCode } from '../state/index'
import { CLOCK_SECONDS, compare, finding, type Finding, shapeIn } from './compare'
import { createRedactor, type Exchange, parseJson } from './redact'

/** Errcodes that depend on the account or on WeChat's state: the emulator is made to answer them, to compare their texts. */
const ENVIRONMENT = [-1, 40164, 40226, 40243, 45009, 45011, 48001, 48004, 50002, 50004, 50007, 89503, 89506, 89507]
const PLACEHOLDER = /^<(\w+)-(\d+) (\S+)>$/
const STABLE_TOKEN = '/cgi-bin/stable_token'
const LIFETIME_SECONDS = 7_200

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})
const phoneOf = ({ answer }: Exchange) => fieldsOf(fieldsOf(answer).phone_info)
const parametersOf = ({ query, body }: Exchange): Fields => ({ ...query, ...fieldsOf(body) })
const codeOf = (exchange: Exchange) => parametersOf(exchange).js_code ?? parametersOf(exchange).code

function isSuccess({ answer }: Exchange): boolean {
  return isFields(answer) && (answer.errcode === undefined || answer.errcode === 0)
}

/** Makes up a value for a placeholder: always the same, and in WeChat's form where that matters. */
function makeUp(kind: string, number: string, shape: string): string {
  if (kind === 'appid') return `wx${number.padStart(16, '0')}`
  if (kind === 'openid' || kind === 'unionid') return `o${number.padStart(27, 'x')}`
  if (kind === 'phone') return `1${number.padStart(Number(/\d+$/.exec(shape)?.[0]) - 1, '3')}`
  return `${kind}-${number}`
}

/** Values for the placeholders of a recording: learnt from the emulator, or made up. */
function createValues() {
  const learnt = new Map<string, string>()
  const partsOf = (placeholder: unknown) => PLACEHOLDER.exec(String(placeholder)) ?? undefined
  const valueOf = (placeholder: string): string => {
    const [, kind = '', number = '', shape = ''] = partsOf(placeholder) ?? []
    return kind === '' ? placeholder : (learnt.get(`${kind}-${number}`) ?? makeUp(kind, number, shape))
  }
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return valueOf(value)
    return isFields(value)
      ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, fill(field)]))
      : value
  }
  return {
    fill,
    has: (placeholder: unknown) => learnt.has(partsOf(placeholder)?.slice(1, 3).join('-') ?? ''),
    isKnown: (value: string) => [...learnt.values()].includes(value),
    learn: (placeholder: unknown, value: string) => {
      const parts = partsOf(placeholder)
      if (parts !== undefined) learnt.set(parts.slice(1, 3).join('-'), value)
    },
  }
}

type Values = ReturnType<typeof createValues>

async function ask({ fetch }: Emulator, { method, path, chunked, query, body }: Exchange, values: Values) {
  const search = new URLSearchParams(values.fill(query) as Record<string, string>).toString()
  const filled = values.fill(body)
  const text = typeof filled === 'string' ? filled : JSON.stringify(filled)
  const headers: Record<string, string> = chunked ? { 'transfer-encoding': 'chunked' } : {}
  const init = method === 'GET' ? { method } : { method, headers, body: text }
  const reply = await fetch(new Request(`https://api.weixin.qq.com${path}?${search}`, init))
  const type = reply.headers.get('content-type') ?? ''
  return { query: search, body: text, status: reply.status, type, answer: await reply.text() }
}

/** Sends the requests of a recording to an emulator of its own, on the clock of the recording. */
class Replay {
  private now = 0
  private readonly values = createValues()
  private readonly redact = createRedactor()
  private readonly exchanges: readonly Exchange[]
  private readonly emulator: Emulator

  constructor(exchanges: readonly Exchange[], create: typeof createEmulator) {
    this.exchanges = exchanges
    this.emulator = create({ now: () => this.now, log: () => undefined })
    const known = exchanges.filter((each) => isSuccess(each) && parametersOf(each).secret !== undefined)
    for (const { appid, secret } of known.map(parametersOf))
      this.emulator.setAccount({ appid: this.text(appid), secret: this.text(secret) })
  }

  async run(): Promise<Finding[][]> {
    const findings: Finding[][] = []
    for (const exchange of this.exchanges) findings.push(await this.step(exchange))
    return findings
  }

  private text(value: unknown): string {
    return String(this.values.fill(value))
  }

  private async step(exchange: Exchange): Promise<Finding[]> {
    const prepared = [...(await this.issueEarlierToken(exchange)), ...this.createCode(exchange)]
    const { errcode } = fieldsOf(exchange.answer)
    if (ENVIRONMENT.includes(Number(errcode)))
      this.emulator.addFault({ path: exchange.path, fault: { errcode: Number(errcode) } })
    this.now = exchange.at
    const asked = await ask(this.emulator, exchange, this.values)
    this.emulator.clearFaults()
    const emulated = this.redact({ ...exchange, ...asked })
    return [...prepared, ...compare(exchange, emulated), ...this.learnToken(exchange, asked.answer)]
  }

  /** Issues a token that was there before the recording began. */
  private async issueEarlierToken(exchange: Exchange): Promise<Finding[]> {
    const { errcode, access_token, expires_in } = fieldsOf(exchange.answer)
    const used = exchange.query.access_token
    const isIssued = access_token !== undefined && Number(expires_in) < LIFETIME_SECONDS - CLOCK_SECONDS
    const isUsed = PLACEHOLDER.test(String(used)) && errcode !== 40001 && errcode !== 42001
    const token = isIssued ? access_token : isUsed ? used : undefined
    if (token === undefined || this.values.has(token)) return []
    const appid = parametersOf(exchange).appid ?? fieldsOf(phoneOf(exchange).watermark).appid
    const issuer = this.exchanges
      .map(parametersOf)
      .find((each) => 'secret' in each && (appid ?? each.appid) === each.appid)
    const body = { grant_type: 'client_credential', appid: issuer?.appid, secret: issuer?.secret }
    this.now = exchange.at - (isIssued ? (LIFETIME_SECONDS - Number(expires_in)) * 1000 : 0)
    const call = { ...exchange, method: 'POST', path: STABLE_TOKEN, query: {}, body }
    const { answer } = await ask(this.emulator, call, this.values)
    this.values.learn(token, String(fieldsOf(parseJson(answer)).access_token))
    return []
  }

  /** Creates the code of a request, at the time of the tap: only codes that WeChat exchanged at some time are real ones. */
  private createCode(exchange: Exchange): Finding[] {
    const code = codeOf(exchange)
    if (code === undefined || this.values.has(code)) return []
    const exchanged = this.exchanges.find((each) => codeOf(each) === code && isSuccess(each))
    if (exchanged === undefined) {
      const isOtherApp = fieldsOf(exchange.answer).errcode === 40013
      if (isOtherApp) this.values.learn(code, this.emulator.createPhoneCode({ appid: 'another' }).code)
      return []
    }
    const isPhone = endpointOf(exchange.path) === 'getuserphonenumber'
    this.values.learn(code, (isPhone ? this.createPhoneCode(exchanged) : this.createLoginCode(exchanged)).code)
    const [rule, shape] = isPhone ? ['phone.code-format', '<code h64>'] : ['session.code-format', '<code x32>']
    return [finding(rule, shapeIn(code), shape)]
  }

  private createPhoneCode(exchange: Exchange): IssuedCode {
    const { purePhoneNumber, countryCode, watermark } = phoneOf(exchange)
    const { timestamp = exchange.at / 1000, appid } = fieldsOf(watermark)
    this.now = Number(timestamp) * 1000
    const { openid } = parametersOf(exchange)
    const user = { phoneNumber: this.text(purePhoneNumber), countryCode: String(countryCode), appid: this.text(appid) }
    return this.emulator.createPhoneCode(
      openid === undefined || openid === '' ? user : { ...user, openid: this.text(openid) },
    )
  }

  private createLoginCode({ at, query, answer }: Exchange): IssuedCode {
    this.now = at
    const { openid, unionid } = fieldsOf(answer)
    const user = { appid: this.text(query.appid), openid: this.text(openid) }
    return this.emulator.createLoginCode(unionid === undefined ? user : { ...user, unionid: this.text(unionid) })
  }

  /** Pairs the token of an answer with the emulator's: both are new, or both are known. */
  private learnToken(exchange: Exchange, answer: string): Finding[] {
    const recorded = fieldsOf(exchange.answer).access_token
    const emulated = fieldsOf(parseJson(answer)).access_token
    if (recorded === undefined || typeof emulated !== 'string') return []
    const rule = endpointOf(exchange.path) === 'token' ? 'token.overlap' : 'stable.same-token'
    const nameOf = (isKnown: boolean) => (isKnown ? 'a known token' : 'a new token')
    const found = finding(rule, nameOf(this.values.has(recorded)), nameOf(this.values.isKnown(emulated)))
    this.values.learn(recorded, emulated)
    return [found]
  }
}

/** Compares the answers of a recording with those of the emulator to the same requests. */
export async function replay(exchanges: readonly Exchange[], create: typeof createEmulator): Promise<Finding[][]> {
  return new Replay(exchanges, create).run()
}
