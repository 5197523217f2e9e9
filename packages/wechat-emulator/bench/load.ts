import { once } from 'node:events'
import { connect } from 'node:net'

/** Sockets and nothing else: a client that costs more than the server would measure itself. */
const CONNECTIONS = 64

/** Sends each body once, over connections that stay open, one request at a time on each; resolves with requests a second. */
export async function measureRate(address: string, path: string, bodies: readonly string[]): Promise<number> {
  const queue = [...bodies]
  const { hostname, port } = new URL(address)
  const head = `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: `
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: CONNECTIONS }, () => drain(queue, Number(port), head)))
  return (bodies.length / (performance.now() - startedAt)) * 1000
}

async function drain(queue: string[], port: number, head: string): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('utf8')
  let unread = ''
  const next = () => {
    const body = queue.pop()
    if (body === undefined) socket.end()
    else socket.write(`${head}${body.length}\r\n\r\n${body}`)
  }
  socket.on('connect', next).on('data', (text: string) => {
    unread += text
    if (!unread.endsWith('}')) return
    if (!unread.includes('"errcode":0')) throw new Error(unread)
    unread = ''
    next()
  })
  await once(socket, 'close')
}
