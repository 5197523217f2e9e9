import type { AddressInfo } from 'node:net'
import { IncomingMessage, type Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { App } from './app'

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
  stop(): Promise<void>
}

/** A port that cannot be listened on. The message says which variable changes it. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

function toListenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new ListenError(`Port ${port} is taken. Stop what uses it, or set PORT to another.`, { cause: error })
  if (error.code === 'EACCES')
    return new ListenError(`Port ${port} may not be used without privileges. Set PORT to 1024 or above.`, {
      cause: error,
    })
  return error
}

const IDLE_CHECK_MS = 50

/** A connection that is kept alive counts as open: each is closed as soon as it is idle. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idleCheck = setInterval(() => {
      server.closeIdleConnections()
    }, IDLE_CHECK_MS)
    server.close(() => {
      clearInterval(idleCheck)
      resolve()
    })
  })
}

/** Puts an app on a socket. Rejects with a `ListenError` where the port cannot be had. */
export function startServer(app: App, { port, host }: ServerOptions): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = serve({
      port,
      ...(host === undefined ? {} : { hostname: host }),
      fetch: (request, { incoming }) => app.fetch(request, incoming instanceof IncomingMessage ? { incoming } : {}),
    }) as Server
    server.once('error', (error) => {
      reject(toListenError(error, port))
    })
    server.once('listening', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        async stop() {
          await closed(server)
          await app.drain()
        },
      })
    })
  })
}
