import type { Accounts, QuotaBook, TokenRegistry } from '../accounts/index'
import type { CodeStore, LoginUser, PhoneUser } from '../codes/index'
import type { Clock, Random } from '../core/index'
import { type FaultList, kindOf } from '../faults/index'
import {
  type Answer,
  type Answerer,
  type ApiCall,
  createRefuse,
  type Endpoint,
  endpointOf,
  LENGTH_REQUIRED,
  type Quirks,
  type Refuse,
  type Reply,
  type RequestLog,
} from '../wire/index'
import { createStableToken, createToken } from './access-token'
import { createCodeToSession } from './code-to-session'
import { replyWithFault } from './fault-reply'
import { createGetPhoneNumber } from './get-phone-number'

export interface ApiParts {
  readonly clock: Clock
  readonly random: Random
  readonly accounts: Accounts
  readonly tokens: TokenRegistry
  readonly quotas: QuotaBook
  readonly phoneCodes: CodeStore<PhoneUser>
  readonly loginCodes: CodeStore<LoginUser>
  readonly faults: FaultList
  readonly quirks: Required<Quirks>
  readonly requestLog: RequestLog
}

/** WeChat's API. Answers synchronously unless a fault makes it wait: this is the hot path. */
export type Api = Answerer<Answer | Promise<Reply>>

/** Answers an unknown path and tells the developer, because the path may be one that only the emulator lacks. */
function createUnknown(refuse: Refuse, log: (line: string) => void): Answerer<Answer> {
  return (call) => {
    log(
      `${call.method} ${call.path.slice(0, 256)} is not emulated: answered 40066, as WeChat does for an unknown path. ` +
        'Check the path (docs/fidelity.md lists the emulated routes), or arm a fault with a body for it',
    )
    return refuse(call, 40066)
  }
}

function createEndpoints(parts: ApiParts, refuse: Refuse, log: (line: string) => void) {
  return {
    token: createToken({ ...parts, refuse }),
    stable_token: createStableToken({ ...parts, refuse }),
    getuserphonenumber: createGetPhoneNumber({ ...parts, refuse }),
    jscode2session: createCodeToSession({ ...parts, refuse }),
    unknown: createUnknown(refuse, log),
  } satisfies Record<Endpoint, Answerer<Answer>>
}

/** Creates WeChat's API. A request without a length is rejected first: it meets no fault and uses none up. */
export function createApi(parts: ApiParts, log: (line: string) => void): Api {
  const { clock, random, faults, quirks, requestLog } = parts
  const refuse = createRefuse(clock, random, quirks)
  const endpoints = createEndpoints(parts, refuse, log)
  const answer = (call: ApiCall) => endpoints[endpointOf(call.path)](call)
  const reply = (call: ApiCall) => {
    const entry = requestLog.open(call)
    if (!call.hasLength) return requestLog.close(entry, LENGTH_REQUIRED)
    const fault = faults.take(call.path)
    if (fault === undefined) return requestLog.close(entry, answer(call))
    entry.fault = kindOf(fault)
    const late = replyWithFault(fault, call, { refuse, work: () => answer(call) })
    return late.then((given) => requestLog.close(entry, given))
  }
  return (call) => clock.freeze(() => reply(call))
}
