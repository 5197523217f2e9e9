import http from 'node:http'
import type { HttpRequest } from '../../src/phone-number/api/http-client'

type Options = Pick<Parameters<HttpRequest>[0], 'url' | 'success' | 'fail'> & {
  method?: string
  header?: Record<string, string>
  data?: object
}

/** Stands in for `uni.request` in tests: sends a real request and calls back as a phone does. */
export const httpRequest = ({ url, method = 'GET', header, data, success, fail }: Options): void => {
  const body = data === undefined ? '' : JSON.stringify(data)
  const request = http.request(url, { method, headers: { ...header, 'Content-Length': Buffer.byteLength(body) } })
  request.on('response', (response) => {
    void readText(response).then((text) => {
      success({ statusCode: response.statusCode ?? 0, data: parse(text), header: response.headers })
    })
  })
  request.on('error', ({ message }) => {
    fail({ errno: 600001, errMsg: `request:fail errcode:-102 ${message}` })
  })
  request.end(body)
}

async function readText(stream: http.IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) text += String(chunk)
  return text
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
