import { setTimeout as pause } from 'node:timers/promises'
import type { Fault } from '../faults/index'
import { type Answer, type ApiCall, contentTypeOf, endpointOf, type Refuse, type Reply } from '../wire/index'

/** Statuses for which HTTP allows no body. */
const BODYLESS = new Set([204, 205, 304])

function foreignAnswer(status: number, contentType: string, body: string): Answer {
  return { status, contentType, body: BODYLESS.has(status) ? '' : body, errcode: null }
}

/** Passes a reply on after a delay, unless the client closes the connection first. */
export async function delayed(reply: Reply, delayMs: number, signal: AbortSignal): Promise<Reply> {
  try {
    await pause(delayMs, undefined, { signal })
    return reply
  } catch {
    return 'clientClosed'
  }
}

async function untilClosed(signal: AbortSignal): Promise<Reply> {
  if (signal.aborted) return 'clientClosed'
  return new Promise((resolve) => {
    const close = () => {
      resolve('clientClosed')
    }
    signal.addEventListener('abort', close, { once: true })
  })
}

/** Returns the reply of a call that meets a fault; `work` does what WeChat does without it. */
export async function replyWithFault(
  fault: Fault,
  call: ApiCall,
  { refuse, work }: { readonly refuse: Refuse; readonly work: () => Answer },
): Promise<Reply> {
  if ('after' in fault) work()
  if ('status' in fault) return foreignAnswer(fault.status, 'text/html', fault.body ?? '')
  if ('body' in fault) return foreignAnswer(200, contentTypeOf(endpointOf(call.path)), fault.body)
  if ('errcode' in fault) return refuse(call, fault.errcode)
  if ('delayMs' in fault) return delayed(work(), fault.delayMs, call.signal())
  if ('hang' in fault) return untilClosed(call.signal())
  if (fault.reset === 'after') work()
  return 'reset'
}
