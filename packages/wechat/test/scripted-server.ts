import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface ScriptedRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface ScriptedReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** Starts an HTTP server that answers as a test says, and records its requests. */
export async function startScriptedServer(
  answer: (request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>,
) {
  const requests: ScriptedRequest[] = []
  const server = createServer((incoming, response) => {
    let body = ''
    incoming.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    incoming.on('end', () => {
      const request = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body }
      requests.push(request)
      void Promise.resolve(answer(request)).then((reply) => {
        response.writeHead(reply.status ?? 200, reply.headers).end(reply.body)
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
