import { randomUUID } from 'node:crypto'
import { startWire } from '@uni-phone/test-support/product'
import { sendJson, startStubServer } from '@uni-phone/test-support/services'

/** A central token server, and the wire to it. It answers the next requests as it is told, then with a token. */
export async function startTokenServer(issue: () => Promise<{ accessToken: string; expiresInSeconds: number }>) {
  const bearer = randomUUID()
  const answers: [status: number, body: string][] = []
  const server = await startStubServer((response, { headers }) => {
    const [status, body] = answers.shift() ?? (headers.authorization === `Bearer ${bearer}` ? [200] : [401, '{}'])
    if (body !== undefined) sendJson(response, status, body)
    else
      void issue().then(({ accessToken, expiresInSeconds }) => {
        sendJson(response, 200, { access_token: accessToken, expires_in: expiresInSeconds })
      })
  })
  const wire = await startWire(server.url)
  return {
    wire,
    options: { url: `${wire.url}/token`, bearer },
    answerNext: async (status: number, body: string) => void answers.push([status, body]),
    async [Symbol.asyncDispose]() {
      await wire[Symbol.asyncDispose]()
      await server.close()
    },
  }
}
