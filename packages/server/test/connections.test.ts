import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createApp, startServer } from '@uni-phone/server'
import { recordLog } from '@uni-phone/test-support/product'
import { describe, expect, test } from 'vitest'
import type { ServerOptions } from '../src/boot'
import { setup } from './setup'

const UNFINISHED =
  'POST /api/v1/phone-number HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 80\r\n\r\n{"cod'

/** The server without WeChat, for what happens before a request reaches it. */
async function listen(options: Partial<ServerOptions> = {}) {
  const { log, lines } = recordLog()
  const nobody = { getPhoneNumber: () => Promise.reject(new Error()), codeToSession: () => Promise.reject(new Error()) }
  const server = await startServer(createApp({ wechat: nobody, log }), { port: 0, host: '127.0.0.1', log, ...options })
  return { server, lines, url: `http://127.0.0.1:${server.port}` }
}

async function open(port: number, text = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  if (text !== '') socket.write(text)
  return socket
}

async function readAll(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await once(socket, 'close')
  return text
}

describe('connections', () => {
  test('bytes that are not HTTP get a 400 and a line in the log', async () => {
    const { server, lines } = await listen()
    expect(await readAll(await open(server.port, 'not http\r\n\r\n'))).toContain('400 Bad Request')
    expect(lines.join()).toContain('request refused before it was read')
    await server.stop()
  })

  test('headers that are too large get a 431', async () => {
    const { server } = await listen()
    const socket = await open(server.port, `GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)
    expect(await readAll(socket)).toContain('431 ')
    await server.stop()
  })

  test.each([
    ['headers', { headersTimeoutMs: 100, bodyTimeoutMs: 200 }, 'GET / HTTP/1.1\r\nhost: x\r\n'],
    ['a body', { headersTimeoutMs: 100, bodyTimeoutMs: 100 }, UNFINISHED],
  ])('%s that never end get a 408', async (_, limits, text) => {
    const { server, lines } = await listen(limits)
    expect(await readAll(await open(server.port, text))).toContain('408 Request Timeout')
    expect(lines.join()).toContain('"status":408')
    await server.stop()
  })

  test('a connection over the limit is closed, with one line for many', async () => {
    const { server, lines, url } = await listen({ maxConnections: 1 })
    const first = await open(server.port)
    for (const path of ['/1', '/2', '/3']) await expect(fetch(url + path)).rejects.toThrow()
    expect(lines.filter((line) => line.includes('MAX_CONNECTIONS'))).toHaveLength(1)
    first.destroy()
    await server.stop()
  })

  test('an idle connection outlives two minutes, as long as the shipped proxy keeps one', async () => {
    const { server, url } = await listen()
    const reply = await fetch(`${url}/healthz`)
    expect(reply.headers.get('keep-alive')).toBe('timeout=130')
    await server.stop()
  })
})

describe('a stop', () => {
  test('cuts off a body that never ends, and resolves', async () => {
    const { server } = await listen({ bodyTimeoutMs: 120_000 })
    const socket = await open(server.port, UNFINISHED)
    await once(await open(server.port, 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'), 'data')
    const closed = once(socket, 'close')
    await server.stop()
    await closed
  })

  test('is announced: answers close their connections, and new requests are served', async () => {
    await using t = await setup()
    t.server.retire()
    for (const code of [t.newCode(), t.newCode()]) {
      const reply = await t.post({ code })
      expect([reply.status, reply.headers.get('connection')]).toEqual([200, 'close'])
    }
  })
})
