import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the stub server received it, with its whole body. */
export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type StubHandler = (response: ServerResponse, request: SeenRequest) => void

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { method = '', url = '', headers } = request
  return { method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** An HTTP server on a free port of this machine that records each request and leaves the answer to the handler. */
export async function startStubServer(handler: StubHandler) {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    void readRequest(request).then(
      (entry) => {
        seen.push(entry)
        handler(response, entry)
      },
      // the client hung up before the end of its body
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve()
      })
    })
    server.closeAllConnections()
    return closed
  }
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen, close, [Symbol.asyncDispose]: close }
}

export type StubServer = Awaited<ReturnType<typeof startStubServer>>
