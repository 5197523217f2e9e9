import { appendFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { createRedactor, type RawExchange } from './redact'

const HOP_BY_HOP = ['host', 'connection', 'accept-encoding', 'transfer-encoding', 'keep-alive']

export interface RecorderOptions {
  /** Base URL of the real thing. */
  readonly upstream: string
  readonly file: string
  readonly port: number
}

async function forward(incoming: IncomingMessage, body: Buffer, upstream: string): Promise<IncomingMessage> {
  const url = new URL(incoming.url ?? '/', upstream)
  const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !HOP_BY_HOP.includes(name)))
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method: incoming.method, headers }, resolve).on('error', reject)
    // a request without a length is passed on without one
    if (body.length > 0) outgoing.write(body)
    outgoing.end()
  })
}

/** Passes requests on to WeChat, from this computer only, and appends each exchange to a file without anything secret. */
export async function startRecorder({ upstream, file, port }: RecorderOptions) {
  const redact = createRedactor()
  writeFileSync(file, '', { flag: 'wx', mode: 0o600 })
  const record = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const [at, body] = [Date.now(), await buffer(incoming)]
    const reply = await forward(incoming, body, upstream)
    const answer = await buffer(reply)
    const [path = '', query = ''] = (incoming.url ?? '').split('?')
    const exchange: RawExchange = {
      at,
      method: incoming.method ?? 'GET',
      path,
      chunked: incoming.method === 'POST' && incoming.headers['content-length'] === undefined,
      query,
      body: body.toString(),
      status: reply.statusCode ?? 0,
      type: reply.headers['content-type'] ?? '',
      answer: answer.toString(),
    }
    appendFileSync(file, `${JSON.stringify(redact(exchange))}\n`)
    outgoing.writeHead(exchange.status, exchange.type === '' ? {} : { 'content-type': exchange.type }).end(answer)
  }
  const server = createServer((incoming, outgoing) => {
    record(incoming, outgoing).catch(() => outgoing.writeHead(502).end('the upstream cannot be reached'))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
