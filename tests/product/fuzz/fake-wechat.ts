import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { FuzzedCall, FuzzedReplies } from './wechat-replies'

const CALLS: readonly (readonly [part: string, call: FuzzedCall])[] = [
  ['getuserphonenumber', 'phone'],
  ['jscode2session', 'session'],
  ['token', 'token'],
]

/** Whether a request has come whole: its head, and as much body as that announces. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  const [, length = '0'] = /content-length: (\d+)/i.exec(text) ?? []
  return end >= 0 && text.length >= end + 4 + Number(length)
}

/** Something in WeChat's place that writes what it is told, HTTP or not. */
export async function startFakeWeChat() {
  let replies: FuzzedReplies | undefined
  const sockets = new Set<Socket>()

  function answer(socket: Socket, text: string): void {
    const line = text.slice(0, text.indexOf('\r\n'))
    const call = CALLS.find(([part]) => line.includes(part))?.[1] ?? 'token'
    const reply = replies?.[call]
    if (reply === undefined) return
    socket.write(reply.bytes)
    if (reply.hangUp) socket.end()
  }

  const server = createServer((socket) => {
    let text = ''
    sockets.add(socket.on('error', () => undefined).once('close', () => sockets.delete(socket)))
    socket.setNoDelay().on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (!isWhole(text)) return
      answer(socket, text)
      text = ''
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reply(given: FuzzedReplies) {
      replies = given
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
