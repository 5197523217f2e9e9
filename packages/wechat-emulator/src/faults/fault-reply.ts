import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, Reply } from '../api/answer'
import type { ApiCall } from '../api/api-call'
import { contentTypeOf, endpointOf } from '../api/endpoint'
import type { Refuse } from '../api/refusal'
import type { Fault } from './fault'

/** Statuses under which HTTP allows no body. */
const BODYLESS = new Set([204, 205, 304])

export type FaultReply = (fault: Fault, call: ApiCall, work: () => Answer) => Promise<Reply>

export function createFaultReply(refuse: Refuse): FaultReply {
  return async (fault, call, work) => {
    if ('after' in fault) work()
    if ('status' in fault) return foreignAnswer(fault.status, 'text/html', fault.body ?? '')
    if ('body' in fault) return foreignAnswer(200, contentTypeOf(endpointOf(call.path)), fault.body)
    if ('errcode' in fault) return refuse(call, fault.errcode)
    if ('delayMs' in fault) return late(work(), fault.delayMs, call.signal())
    if ('hang' in fault) return gone(call.signal())
    if (fault.reset === 'after') work()
    return 'reset'
  }
}

function foreignAnswer(status: number, contentType: string, body: string): Answer {
  return { status, contentType, body: BODYLESS.has(status) ? '' : body, errcode: null }
}

async function late(answer: Answer, delayMs: number, signal: AbortSignal): Promise<Reply> {
  try {
    await pause(delayMs, undefined, { signal })
    return answer
  } catch {
    return 'gone'
  }
}

async function gone(signal: AbortSignal): Promise<Reply> {
  if (signal.aborted) return 'gone'
  return new Promise((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve('gone')
      },
      { once: true },
    )
  })
}
