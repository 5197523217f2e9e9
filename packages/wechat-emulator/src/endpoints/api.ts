import { kindOf } from '../faults/fault'
import type { FaultList } from '../faults/fault-list'
import type { FaultReply } from '../faults/fault-reply'
import { type Answer, LENGTH_REQUIRED, type Reply } from './answer'
import type { ApiCall, Answerer } from './api-call'
import { type Endpoint, endpointOf } from './endpoint'
import type { RequestLog } from './request-log'

interface ApiParts {
  endpoints: Record<Endpoint, Answerer<Answer>>
  faults: FaultList
  replyWithFault: FaultReply
  requestLog: RequestLog
}

/** WeChat's API. It answers at once, without a promise, unless a fault makes it wait: this is the hot path. */
export type Api = Answerer<Answer | Promise<Reply>>

/** Transport comes first: a request that WeChat's front end refuses meets no fault and spends none. */
export function createApi({ endpoints, faults, replyWithFault, requestLog }: ApiParts): Api {
  const work = (call: ApiCall) => endpoints[endpointOf(call.path)](call)
  return (call) => {
    const entry = requestLog.open(call)
    if (!call.hasLength) return requestLog.close(entry, LENGTH_REQUIRED)
    const fault = faults.take(call.path)
    if (fault === undefined) return requestLog.close(entry, work(call))
    entry.fault = kindOf(fault)
    return replyWithFault(fault, call, () => work(call)).then((reply) => requestLog.close(entry, reply))
  }
}

/** What a path that WeChat does not know gets; the developer is told, because it may be one that only the emulator lacks. */
export function createUnknown(refuse: (call: ApiCall, errcode: number) => Answer, log: (line: string) => void) {
  return (call: ApiCall): Answer => {
    log(
      `${call.method} ${call.path.slice(0, 256)} is not emulated: it was answered 40066, as WeChat answers an unknown path. ` +
        'Check the path (GET / lists what there is), or arm a fault with a body for it',
    )
    return refuse(call, 40066)
  }
}
