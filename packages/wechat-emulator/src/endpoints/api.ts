import { type Fault, type FaultList, kindOf, type WeatherStation } from '../faults/index'
import {
  type Answer,
  type Answerer,
  type ApiCall,
  createRefuse,
  type Endpoint,
  endpointOf,
  LENGTH_REQUIRED,
  type Refuse,
  type Reply,
} from '../wire/index'
import { createStableToken, createToken } from './access-token'
import { createCodeToSession } from './code-to-session'
import { delayed, replyWithFault } from './fault-reply'
import { createGetPhoneNumber } from './get-phone-number'
import type { EndpointStores, Parts } from './parts'
import { secured } from './secured'
import { createCheckEncryptedData, createClearQuota, createGetRid } from './tools'
import { createUsage } from './usage'

export interface ApiParts extends EndpointStores {
  readonly faults: FaultList
  readonly weather: WeatherStation
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

function createEndpoints(parts: Parts, log: (line: string) => void) {
  return {
    token: createToken(parts),
    stable_token: createStableToken(parts),
    getuserphonenumber: secured(createGetPhoneNumber(parts), parts),
    jscode2session: createCodeToSession(parts),
    rid: createGetRid(parts),
    clear_quota: secured(createClearQuota(parts), parts),
    checkencryptedmsg: secured(createCheckEncryptedData(parts), parts),
    usage: createUsage(parts),
    unknown: createUnknown(parts.refuse, log),
  } satisfies Record<Endpoint, Answerer<Answer>>
}

/** Creates WeChat's API. A request without a length is rejected first: it meets no fault and uses none up. */
export function createApi(parts: ApiParts, log: (line: string) => void): Api {
  const { clock, random, faults, weather, quirks, requestLog } = parts
  const refuse = createRefuse(clock, random, quirks)
  const endpoints = createEndpoints({ ...parts, refuse }, log)
  const answer = (call: ApiCall) => endpoints[endpointOf(call.path)](call)
  const replyLate = async (call: ApiCall, fault: Fault | undefined, latencyMs: number): Promise<Reply> => {
    const work = () => answer(call)
    const reply = fault === undefined ? work() : await replyWithFault(fault, call, { refuse, work })
    return latencyMs === 0 ? reply : delayed(reply, latencyMs, call.signal())
  }
  const reply = (call: ApiCall) => {
    const entry = requestLog.open(call)
    if (!call.hasLength) return requestLog.close(entry, LENGTH_REQUIRED)
    const armed = faults.take(call.path)
    const { fault, latencyMs } = (armed === undefined ? weather.forecast(call.path) : undefined) ?? {
      fault: armed,
      latencyMs: 0,
    }
    if (fault === undefined && latencyMs === 0) return requestLog.close(entry, answer(call))
    if (fault !== undefined) entry.fault = kindOf(fault)
    entry.latencyMs = latencyMs
    return replyLate(call, fault, latencyMs).then((given) => requestLog.close(entry, given))
  }
  return (call) => clock.freeze(() => reply(call))
}
