import { type SeenRequest, sendJson, startStubServer } from './stub-server'

interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body: unknown
}

/** The body of a successful exchange. */
export const PHONE = {
  phoneNumber: '13800138000',
  purePhoneNumber: '13800138000',
  countryCode: '86',
  authorizedAt: '2026-11-22T06:00:00.000Z',
}

/** The body of a failed exchange (RFC 9457). */
export function problem(code: string, status: number, retryable: boolean) {
  return { type: 'about:blank', title: code, status, detail: code, code, retryable, requestId: 'request-1' }
}

const NOT_FOUND: ScriptedAnswer = { status: 404, body: '' }

const parseBody = ({ body, ...request }: SeenRequest) => ({
  ...request,
  body: body === '' ? undefined : (JSON.parse(body) as unknown),
})

/** A server that sends the given answers in order and repeats the last one. */
export async function startScriptedApi(...answers: ScriptedAnswer[]) {
  const seen: ReturnType<typeof parseBody>[] = []
  const server = await startStubServer((response, request) => {
    const { status = 200, headers, body } = answers[Math.min(seen.length, answers.length - 1)] ?? NOT_FOUND
    seen.push(parseBody(request))
    sendJson(response, status, body, headers)
  })
  return { baseUrl: server.url, seen, close: server.close }
}
