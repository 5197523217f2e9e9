import { IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { App } from '../app'
import { listenError } from '../errors'

export interface ServerOptions {
  /** 0: any that is free. */
  readonly port: number
  /** @default all interfaces */
  readonly host?: string | undefined
}

/** An app on a socket. */
export interface RunningServer {
  readonly port: number
  /** Takes no new request, lets those in flight finish, and resolves when all work is done. */
  stop: () => Promise<void>
}

/** Counts the answers that are owed. A connection alone owes none: browsers open some ahead of need. */
function countOwed(server: Server): { settled: () => Promise<void> } {
  const owed = new Set<ServerResponse>()
  let settle: () => void = () => undefined
  server.on('request', (_, response: ServerResponse) => {
    owed.add(response)
    response.once('close', () => {
      owed.delete(response)
      if (owed.size === 0) settle()
    })
  })
  return {
    settled: () =>
      new Promise((resolve) => {
        settle = resolve
        if (owed.size === 0) resolve()
      }),
  }
}

/** Puts an app on a socket. Rejects with a `ListenError` where the port cannot be had. */
export function startServer(app: App, { port, host }: ServerOptions): Promise<RunningServer> {
  let stopping = false
  return new Promise((resolve, reject) => {
    const server = serve({
      port,
      ...(host === undefined ? {} : { hostname: host }),
      async fetch(request, { incoming }) {
        const response = await app.fetch(request, incoming instanceof IncomingMessage ? { incoming } : {})
        // who goes on asking over a connection that is kept alive would be served for ever
        if (stopping) response.headers.set('connection', 'close')
        return response
      },
    }) as Server
    const owed = countOwed(server)
    server.once('error', (error) => {
      reject(listenError(error, { port, variable: 'PORT' }))
    })
    server.once('listening', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        async stop() {
          stopping = true
          server.close()
          await owed.settled()
          server.closeAllConnections()
          await app.drain()
        },
      })
    })
  })
}
