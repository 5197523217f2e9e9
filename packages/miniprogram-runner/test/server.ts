import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface SeenRequest {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

type Handler = (response: ServerResponse, request: SeenRequest) => void

export interface TestServer extends AsyncDisposable {
  url: string
  seen: SeenRequest[]
  close: () => Promise<void>
}

export async function startServer(handler: Handler = phoneApi): Promise<TestServer> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
      seen.push(entry)
      handler(response, entry)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> => closeServer(server)
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen, close, [Symbol.asyncDispose]: close }
}

export function sendJson(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { 'Content-Type': 'application/json', 'X-Served-By': 'test' })
  response.end(JSON.stringify(body))
}

function phoneApi(response: ServerResponse, { url, body }: SeenRequest): void {
  if (url !== '/api/phone') {
    sendJson(response, 404, {})
    return
  }
  const { code } = JSON.parse(body) as { code?: string }
  if (code === 'good-code') sendJson(response, 200, { phone: '138****8000' })
  else sendJson(response, 422, { error: 'bad code' })
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
  })
}
