import type { ServerResponse } from 'node:http'
import {
  sendJson as sendPlainJson,
  type SeenRequest,
  type StubHandler,
  startStubServer,
  type StubServer,
} from '@uni-phone/test-support/services'

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  sendPlainJson(response, status, body, { 'X-Served-By': 'test' })
}

export type TestServer = StubServer

export async function startServer(handler: StubHandler = phoneApi): Promise<TestServer> {
  return startStubServer(handler)
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
