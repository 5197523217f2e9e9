import type { FaultRow } from './fault-row'

const MISCONFIGURED = '500 service_misconfigured'

/** Errcodes of the phone endpoint whose answer is kept, and whose code is sent once. */
const FINAL_AT_PHONE: readonly (readonly [answer: string, errcodes: readonly number[]])[] = [
  ['409 code_rejected', [40029, 40163, 40226]],
  ['502 outcome_unknown', [99999, -2]],
  ['503 quota_exhausted', [45009]],
  [MISCONFIGURED, [40002, 40013, 40066, 40097, 40125, 40164, 40243, 41001, 41002, 41004, 41008, 43002, 44002, 47001]],
  [MISCONFIGURED, [48001, 48004, 50002, 61003, 61004, 61007, 61016, 61024, 61999, 89503]],
]

const FINAL_AT_TOKEN: readonly (readonly [answer: string, errcodes: readonly number[]])[] = [
  ['503 quota_exhausted', [45009]],
  [MISCONFIGURED, [40001, 40002, 40013, 40125, 40164, 40243, 41002, 41004, 43002, 44002, 47001, 48004, 50004, 50007]],
  [MISCONFIGURED, [61024, 89503, 89506, 89507]],
]

const FINAL_IN_THE_OLD_WAY: readonly (readonly [answer: string, errcodes: readonly number[]])[] = [
  ['409 code_rejected', [40029, 40163, 40226]],
  ['502 outcome_unknown', [99999]],
  [MISCONFIGURED, [40013, 40125, 40164, 41002, 41004, 41008, 50002]],
]

type Part = Pick<FaultRow, 'call' | 'body' | 'seen'>

function finalRows(table: typeof FINAL_AT_PHONE, part: Part): FaultRow[] {
  return table.flatMap(([answer, errcodes]) =>
    errcodes.map((errcode) => ({ ...part, name: `${part.call}: errcode ${errcode}`, faults: [{ errcode }], answer })),
  )
}

function mendingRow(part: Omit<FaultRow, 'name' | 'faults'>, ...errcodes: number[]): FaultRow {
  const faults = errcodes.map((errcode) => ({ errcode }))
  return { ...part, name: `${part.call}: errcode ${errcodes.join(', then ')}`, faults }
}

const AT_PHONE = { call: 'phone' } as const
const AT_TOKEN = { call: 'token' } as const
const OLD_WAY = { call: 'session', body: 'encrypted data' } as const
const UNAVAILABLE = { answer: '503 wechat_unavailable', retry: '200' } as const
const LIMITED = { answer: '429 rate_limited', retry: '200' } as const

/** A refused token is asked for again, and once more by force, as stable mode gives the very token that was refused. */
const REFUSED_TOKENS: FaultRow[] = [40001, 40014, 42001].flatMap((errcode) => [
  mendingRow({ ...AT_PHONE, answer: '200', seen: 'token 3, phone 2' }, errcode),
  mendingRow(
    { ...AT_PHONE, ...UNAVAILABLE, seen: 'token 3, phone 2', seenAfter: 'token 3, phone 3' },
    errcode,
    errcode,
  ),
])

/** Every errcode WeChat is known to give, and some it is not, wherever it matters. */
export const ERRCODE_FAULTS: readonly FaultRow[] = [
  ...finalRows(FINAL_AT_PHONE, { ...AT_PHONE, seen: 'token 1, phone 1' }),
  ...finalRows(FINAL_AT_TOKEN, { ...AT_TOKEN, seen: 'token 1' }),
  ...finalRows(FINAL_IN_THE_OLD_WAY, { ...OLD_WAY, seen: 'session 1' }),
  ...REFUSED_TOKENS,
  mendingRow({ ...AT_PHONE, answer: '409 code_rejected', seen: 'token 3, phone 2' }, 40001, 40029),
  mendingRow({ ...AT_PHONE, answer: '200', seen: 'token 3, phone 3' }, 40001, -1),
  mendingRow({ ...AT_PHONE, answer: '200', seen: 'token 1, phone 2' }, -1),
  mendingRow({ ...AT_PHONE, ...UNAVAILABLE, seen: 'token 1, phone 2', seenAfter: 'token 1, phone 3' }, -1, -1),
  mendingRow({ ...AT_PHONE, answer: '502 outcome_unknown', seen: 'token 1, phone 2' }, -1, 40029),
  mendingRow({ ...AT_PHONE, ...LIMITED, seen: 'token 1, phone 1', seenAfter: 'token 1, phone 2' }, 45011),
  mendingRow({ ...AT_TOKEN, answer: '200', seen: 'token 2, phone 1' }, -1),
  mendingRow({ ...AT_TOKEN, ...UNAVAILABLE, seen: 'token 2', seenAfter: 'token 3, phone 1' }, -1, -1),
  mendingRow({ ...AT_TOKEN, ...UNAVAILABLE, seen: 'token 1', seenAfter: 'token 2, phone 1' }, 99999),
  mendingRow({ ...AT_TOKEN, ...LIMITED, seen: 'token 1', seenAfter: 'token 2, phone 1' }, 45011),
  mendingRow({ ...OLD_WAY, ...UNAVAILABLE, seen: 'session 1', seenAfter: 'session 2' }, -1),
  mendingRow({ ...OLD_WAY, ...LIMITED, seen: 'session 1', seenAfter: 'session 2' }, 45011),
]
