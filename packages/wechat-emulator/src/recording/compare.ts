import { isFields } from '../core/index'
import { endpointOf } from '../wire/index'
import type { Exchange } from './redact'

/** The outcome of comparing one value with a rule of the fidelity page. */
export interface Finding {
  readonly rule: string
  readonly isSame: boolean
  readonly recorded: string
  readonly emulated: string
}

const RID = /rid: [\da-f]{8}-[\da-f]{8}-[\da-f]{8}$/
/** Seconds by which two clocks may differ, and an answer be on its way. */
export const CLOCK_SECONDS = 30
const HINT = /hint: \[[\w.-]+\]/

/** Rules about an errcode that was sent instead of another answer, by endpoint; others are those of its texts. */
const ERRCODE_RULES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  getuserphonenumber: {
    40001: 'token.superseded',
    40013: 'phone.other-app',
    40029: 'phone.single-use',
    40097: 'phone.envelope',
    41001: 'phone.token-in-query',
    42001: 'token.end',
    43002: 'phone.method',
    44002: 'phone.method',
    47001: 'phone.form',
  },
  jscode2session: { 40029: 'session.code', 40163: 'session.single-use' },
  stable_token: { 43002: 'stable.post-json', 44002: 'stable.post-json', 47001: 'stable.post-json' },
}
const ERRCODE_DEFAULTS: Readonly<Record<string, string>> = {
  token: 'token.parameters',
  stable_token: 'token.parameters',
  jscode2session: 'session.parameters',
  getuserphonenumber: 'phone.answer',
  unknown: 'wire.unknown-path',
}

const ANSWER_RULES: Readonly<Record<string, string>> = {
  getuserphonenumber: 'phone.answer',
  jscode2session: 'session.answer',
}

/** Rules about a field of a successful answer. */
const FIELD_RULES: Readonly<Record<string, string>> = {
  'phone_info.countryCode': 'phone.country-code',
  'phone_info.phoneNumber': 'phone.overseas',
  'phone_info.purePhoneNumber': 'phone.overseas',
  'phone_info.watermark': 'phone.watermark',
  session_key: 'session.values',
  openid: 'session.values',
  unionid: 'session.unionid',
  access_token: 'token.string',
  expires_in: 'token.answer',
}

export function finding(rule: string, recorded: unknown, emulated: unknown): Finding {
  const [left, right] = [JSON.stringify(recorded), JSON.stringify(emulated)]
  return { rule, isSame: left === right, recorded: left, emulated: right }
}

/** Leaves out of a placeholder its number: the counters of two recordings need not agree. */
export function shapeIn(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^<(\w+)-\d+ /, '<$1 ') : value
}

function flatten(fields: Record<string, unknown>, prefix = ''): [string, unknown][] {
  return Object.entries(fields).flatMap(([name, value]) =>
    isFields(value) ? flatten(value, `${prefix}${name}.`) : [[prefix + name, shapeIn(value)] as [string, unknown]],
  )
}

function errcodeRule(exchange: Exchange, errcodes: unknown[]): string {
  const endpoint = endpointOf(exchange.path)
  if (errcodes.includes(47001) && isFields(exchange.body) && 'openid' in exchange.body) return 'phone.openid-format'
  const rules = ERRCODE_RULES[endpoint] ?? {}
  const known = errcodes.map((errcode) => rules[Number(errcode)]).find((rule) => rule !== undefined)
  return known ?? ERRCODE_DEFAULTS[endpoint] ?? 'wire.texts'
}

function compareTexts(recorded: string, emulated: string, errcode: unknown): Finding[] {
  const skeleton = (text: string) => text.replace(RID, 'rid').replace(HINT, 'hint')
  return [
    finding('wire.rid', RID.test(recorded), RID.test(emulated)),
    finding('wire.hint', HINT.test(recorded), HINT.test(emulated)),
    finding(errcode === 40001 ? 'token.older-text' : 'wire.texts', skeleton(recorded), skeleton(emulated)),
  ]
}

function compareFields(rule: string, recorded: Record<string, unknown>, emulated: Record<string, unknown>): Finding[] {
  const [left, right] = [flatten(recorded), flatten(emulated)]
  const others = new Map(right)
  const values = left.flatMap(([name, value]) => {
    const other = others.get(name)
    const own = FIELD_RULES[name] ?? FIELD_RULES[name.split('.').slice(0, -1).join('.')]
    if (name === 'expires_in' && Math.abs(Number(value) - Number(other)) <= CLOCK_SECONDS)
      return [finding('token.answer', 'as long', 'as long')]
    return own === undefined || other === undefined ? [] : [finding(own, value, other)]
  })
  const names = (entries: [string, unknown][]) => entries.map(([name]) => name)
  return [finding(rule, names(left), names(right)), ...values]
}

/** Compares the answer of WeChat with that of the emulator, rule by rule of the fidelity page. */
export function compare(recorded: Exchange, emulated: Exchange): Finding[] {
  const { answer, status } = recorded
  const wire = [
    finding(recorded.chunked ? 'wire.length' : 'wire.status', status, emulated.status),
    finding('wire.content-type', recorded.type.split(';')[0], emulated.type),
  ]
  if (!isFields(answer) || !isFields(emulated.answer)) return [...wire, finding('wire.status', answer, emulated.answer)]
  const errcodes = [emulated.answer.errcode ?? null, answer.errcode ?? null]
  const errcode = finding(errcodeRule(recorded, errcodes), errcodes[1], errcodes[0])
  const common = [...wire, finding('wire.compact', recorded.compact, emulated.compact), errcode]
  if (!errcode.isSame) return common
  if (typeof answer.errcode === 'number' && answer.errcode !== 0)
    return [...common, ...compareTexts(String(answer.errmsg), String(emulated.answer.errmsg), answer.errcode)]
  return [
    ...common,
    ...compareFields(ANSWER_RULES[endpointOf(recorded.path)] ?? 'token.answer', answer, emulated.answer),
  ]
}
