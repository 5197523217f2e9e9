import { IncomingMessage, type Server, type ServerOptions as NodeServerOptions, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { App } from '../app'
import { listenError } from '../errors'
import { type Log, SILENT } from '../observability'
import { watchConnections } from './connection-watch'

/** Limits of connections, so that slow or many clients cannot use up the process. */
interface ConnectionLimits {
  /** Time for a request's headers to arrive, in milliseconds. @default 10000 */
  readonly headersTimeoutMs?: number | undefined
  /** Time for a whole request to arrive, its body included, in milliseconds. @default 15000 */
  readonly bodyTimeoutMs?: number | undefined
  /**
   * How long an idle connection stays open, in milliseconds. Longer than the proxy's own, or the proxy sends a request
   * over a connection that is just being closed: Caddy keeps one for two minutes. @default 130000
   */
  readonly keepAliveTimeoutMs?: number | undefined
  /** Connections at once; one more is closed. @default 10000 */
  readonly maxConnections?: number | undefined
}

/** Options of `startServer`. */
export interface ServerOptions extends ConnectionLimits {
  /** 0 takes any free port. */
  readonly port: number
  /** @default all interfaces */
  readonly host?: string | undefined
  /** @default silent */
  readonly log?: Log | undefined
}

/** An app on a socket. */
export interface RunningServer {
  readonly port: number
  /** Asks clients to leave: from now on every answer closes its connection. New requests are still served. */
  readonly retire: () => void
  /** Accepts no new request, lets those in flight finish, and resolves when all work is done. */
  readonly stop: () => Promise<void>
}

/** A body that is still arriving gets this long once the listener has closed; its exchange has not begun. */
const BODY_LINGER_MS = 1_000

function toNodeOptions({ headersTimeoutMs, bodyTimeoutMs, keepAliveTimeoutMs }: ConnectionLimits): NodeServerOptions {
  return {
    headersTimeout: headersTimeoutMs ?? 10_000,
    requestTimeout: bodyTimeoutMs ?? 15_000,
    keepAliveTimeout: keepAliveTimeoutMs ?? 130_000,
    connectionsCheckingInterval: 1_000,
  }
}

/** Counts the responses that are still owed. A connection alone owes none: browsers open some ahead of need. */
function trackPendingResponses(server: Server) {
  const pending = new Set<ServerResponse>()
  let settle: () => void = () => undefined
  server.on('request', (_, response: ServerResponse) => {
    pending.add(response)
    response.once('close', () => {
      pending.delete(response)
      if (pending.size === 0) settle()
    })
  })
  return {
    settled: () =>
      new Promise<void>((resolve) => {
        settle = resolve
        if (pending.size === 0) resolve()
      }),
    cutUnfinishedBodies() {
      for (const response of pending) if (!response.req.complete) response.destroy()
    },
  }
}

/** Puts an app on a socket. Rejects with a `ListenError` if the port cannot be had. */
export function startServer(app: App, options: ServerOptions): Promise<RunningServer> {
  const { port, host, log = SILENT, maxConnections = 10_000 } = options
  let retired = false
  return new Promise((resolve, reject) => {
    const server = serve({
      port,
      ...(host === undefined ? {} : { hostname: host }),
      serverOptions: toNodeOptions(options),
      async fetch(request, { incoming }) {
        const response = await app.fetch(request, incoming instanceof IncomingMessage ? { incoming } : {})
        if (retired) response.headers.set('connection', 'close')
        return response
      },
    }) as Server
    server.maxConnections = maxConnections
    watchConnections(server, log)
    const pending = trackPendingResponses(server)

    async function stop(): Promise<void> {
      retired = true
      server.close()
      const linger = setTimeout(() => {
        pending.cutUnfinishedBodies()
      }, BODY_LINGER_MS)
      await pending.settled()
      clearTimeout(linger)
      server.closeAllConnections()
      await app.drain()
    }

    server.once('error', (error) => {
      reject(listenError(error, { port, variable: 'PORT' }))
    })
    server.once('listening', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        retire() {
          retired = true
        },
        stop,
      })
    })
  })
}
