import type { ChangeReply } from '@uni-phone/test-support/product'
import type { FaultRow } from './fault-row'

const flip = (digit: string): string => (digit === 'A' ? 'B' : 'A')

/** Replies that API security refuses. The code may be used: it is never sent again. */
const UNTRUSTED: readonly (readonly [name: string, changed: ChangeReply])[] = [
  [
    'a body that was tampered with',
    (reply) => reply.replace(/("data":"....)(.)/, (_, head: string, digit: string) => head + flip(digit)),
  ],
  [
    'a signature that is wrong',
    (reply) => reply.replace(/(Signature: ....)(.)/i, (_, head: string, digit: string) => head + flip(digit)),
  ],
  ['no signature', (reply) => reply.replace(/Wechatmp-Signature/i, 'Wechatmp-Signatur3')],
  ['a certificate that nobody knows', (reply) => reply.replace(/cert-1/, 'cert-2')],
  ['the reply of another mini program', (reply) => reply.replace(/(Wechatmp-Appid: wx)./i, '$1g')],
  ['another time', (reply) => reply.replace(/(Wechatmp-TimeStamp: )\d/i, '$19')],
]

const WATERMARK = { timestamp: 1_700_000_000, appid: 'wx0000000000000000' }
const NUMBER = { phoneNumber: '13800138000', purePhoneNumber: '13800138000', countryCode: '86', watermark: WATERMARK }
const IN_CLEAR = JSON.stringify({ errcode: 0, errmsg: 'ok', phone_info: NUMBER })

const SECURED = { security: 'configured', seen: 'token 1, phone 1' } as const

const SECURITY_FAULTS: readonly FaultRow[] = [
  { ...SECURED, name: 'security: nothing', answer: '200' },
  ...UNTRUSTED.map(([name, changed]) => ({
    ...SECURED,
    name: `security: ${name}`,
    faults: [{ changed }],
    answer: '502 outcome_unknown',
  })),
  {
    ...SECURED,
    name: 'security: a number in clear, without a signature',
    faults: [{ body: IN_CLEAR }],
    answer: '502 outcome_unknown',
  },
  {
    ...SECURED,
    name: 'security: a reply that came before',
    beforeTap: (product) => product.exchange(),
    faults: [{ changed: (_, earlier) => earlier }],
    answer: '502 outcome_unknown',
    seen: 'phone 1',
  },
  {
    ...SECURED,
    name: 'security: a signature that WeChat refuses',
    faults: [{ errcode: 40234 }],
    answer: '500 service_misconfigured',
  },
  {
    ...SECURED,
    name: 'security: an encryption that WeChat refuses',
    faults: [{ errcode: 40235 }],
    answer: '500 service_misconfigured',
  },
  {
    ...SECURED,
    name: 'security: a token that is refused, in clear',
    faults: [{ errcode: 40001 }],
    answer: '200',
    seen: 'token 3, phone 2',
  },
]

const KEYS_MISSING: FaultRow = {
  name: 'security: WeChat demands it, and the server has no keys',
  security: 'missing',
  answer: '500 service_misconfigured',
  seen: 'token 1, phone 1',
  async beforeRetry({ emulator }) {
    const appid = emulator.state().accounts[0]?.appid ?? ''
    emulator.setAccount({ appid, security: null })
  },
}

const TOKEN_SERVER_FAULTS: readonly FaultRow[] = [
  { name: 'token server: nothing', tokens: 'server', answer: '200', seen: 'token 1, phone 1' },
  {
    name: 'token server: away',
    tokens: 'server',
    beforeRequest: ({ tokenServer }) => tokenServer.wire.refuse(),
    answer: '503 wechat_unavailable',
    seen: '',
    beforeRetry: ({ tokenServer }) => tokenServer.wire.accept(),
    retry: '200',
    seenAfter: 'token 1, phone 1',
  },
  {
    name: 'token server: no token in its answer',
    tokens: 'server',
    beforeRequest: ({ tokenServer }) => tokenServer.answerNext(200, '{"token":"73_x"}'),
    answer: '503 wechat_unavailable',
    seen: '',
    retry: '200',
    seenAfter: 'token 1, phone 1',
  },
  {
    name: 'token server: it does not know us',
    tokens: 'server',
    beforeRequest: ({ tokenServer }) => tokenServer.answerNext(401, '{}'),
    answer: '500 service_misconfigured',
    seen: '',
  },
]

const ADDRESS_FAULTS: readonly FaultRow[] = [
  { name: 'addresses: the first refuses', addresses: 'refusing, wire', answer: '200', seen: 'token 1, phone 1' },
  {
    name: 'addresses: all refuse',
    addresses: 'refusing, wire',
    beforeRequest: ({ wire }) => wire.refuse(),
    answer: '503 wechat_unavailable',
    seen: '',
    beforeRetry: ({ wire }) => wire.accept(),
    retry: '200',
    seenAfter: 'token 1, phone 1',
  },
  {
    name: 'addresses: the first breaks after it has the code, which the second never gets',
    addresses: 'wire, another',
    faults: [{ reset: 'after' }],
    answer: '502 outcome_unknown',
    seen: 'token 1, phone 1',
  },
]

function setPacks(packs: readonly { readonly all: number }[] | null): FaultRow['beforeTap'] {
  return async ({ emulator }) => {
    const appid = emulator.state().accounts[0]?.appid ?? ''
    emulator.setAccount({ appid, packs })
  }
}

const APP_FAULTS: readonly FaultRow[] = [
  {
    name: 'mini programs: one that the server does not know',
    app: 'unknown',
    answer: '403 unknown_app',
    seen: '',
    retry: '403 unknown_app',
  },
  {
    name: 'mini programs: one with a wrong secret, which harms no other',
    app: 'with a wrong secret',
    answer: '500 service_misconfigured',
    seen: 'token 1',
  },
  {
    name: 'quota: the last call of a pack gives its number',
    beforeTap: setPacks([{ all: 1 }]),
    answer: '200',
    seen: 'token 1, phone 1',
    beforeRetry: setPacks(null),
  },
]

/** Faults of signed calls, of a central token server, of several addresses, and of several mini programs. */
export const DOOR_FAULTS: readonly FaultRow[] = [
  ...SECURITY_FAULTS,
  KEYS_MISSING,
  ...TOKEN_SERVER_FAULTS,
  ...ADDRESS_FAULTS,
  ...APP_FAULTS,
]
