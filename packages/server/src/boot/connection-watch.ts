import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Log } from '../observability'

const STATUS_LINES: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}

/** A client that hung up in the middle of a request: nobody is left to answer, and its request has its own line. */
const HANG_UPS = new Set(['ECONNRESET', 'EPIPE'])

/** Lines about connections over the limit come at most this often. */
const QUIET_MS = 60_000

function refuse(socket: Duplex, statusLine: string): void {
  if (!socket.writable) socket.destroy()
  else socket.end(`HTTP/1.1 ${statusLine}\r\nConnection: close\r\n\r\n`)
}

/**
 * Logs what never becomes a request of the app: bytes that are not HTTP, requests that arrive too slowly, and connections
 * over the limit.
 */
export function watchConnections(server: Server, log: Log): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const { code = 'unknown' } = error
    const statusLine = STATUS_LINES[code] ?? '400 Bad Request'
    if (!HANG_UPS.has(code))
      log.info({ status: Number.parseInt(statusLine, 10), code }, 'request refused before it was read')
    refuse(socket, statusLine)
  })

  let dropped = 0
  let quietUntil = 0
  server.on('drop', () => {
    dropped += 1
    if (performance.now() < quietUntil) return
    quietUntil = performance.now() + QUIET_MS
    log.warn(
      { dropped, maxConnections: server.maxConnections, zh: '连接数已达上限，新连接被关闭；见 MAX_CONNECTIONS' },
      'connections over the limit are closed: see MAX_CONNECTIONS',
    )
  })
}
