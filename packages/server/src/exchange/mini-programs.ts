import { ApiError } from '../errors'
import type { Log } from '../observability'
import { breakAtMinuteLimit, type ExchangeClient } from './minute-limit-breaker'

/** The client of a mini program, or those of several by AppID; the first is that of requests that name none. */
export type WeChatClients = ExchangeClient | ReadonlyMap<string, ExchangeClient>

/** A mini program that the server works for. */
export interface MiniProgram {
  /** @default the server has one, and its AppID is not known here */
  readonly appId?: string | undefined
  /** AppID for logs and metrics. @default the server has one */
  readonly label?: string | undefined
  /** Keeps the idempotency keys of several mini programs apart; the first has the bare ones. */
  readonly keyPrefix: string
  readonly wechat: ExchangeClient
}

/** Returns the AppID by which logs and metrics tell mini programs apart; undefined on a server with one. */
export function labelOf(appId: string, programs: number): string | undefined {
  return programs === 1 ? undefined : appId
}

function toMiniPrograms(clients: ReadonlyMap<string, ExchangeClient>, log: Log): MiniProgram[] {
  return [...clients].map(([appId, client], index) => ({
    appId,
    label: labelOf(appId, clients.size),
    // a key has no space
    keyPrefix: index === 0 ? '' : `${appId} `,
    wechat: breakAtMinuteLimit(client, log),
  }))
}

/** Creates the function that finds the mini program of a request by its AppID. It throws `unknown_app`. */
export function createFindMiniProgram(clients: WeChatClients, log: Log): (appId: string | undefined) => MiniProgram {
  if (!(clients instanceof Map)) {
    const only = { keyPrefix: '', wechat: breakAtMinuteLimit(clients as ExchangeClient, log) }
    return () => only
  }
  const programs = toMiniPrograms(clients as ReadonlyMap<string, ExchangeClient>, log)
  return (appId) => {
    const found = programs.find((program) => appId === undefined || program.appId === appId)
    if (found !== undefined) return found
    throw new ApiError(
      'unknown_app',
      'This server does not work for the mini program of X-WeChat-AppID. Its operator has to add it: WECHAT_APPID, or WECHAT_APPS for several.',
    )
  }
}

export type FindMiniProgram = ReturnType<typeof createFindMiniProgram>
