import type { IncomingMessage } from 'node:http'

/** Far more than any body of WeChat's API needs; WeChat's own limit is unverified. */
const MAX_BODY_BYTES = 1024 * 1024

export type Body = { text: string } | 'too large' | 'gone'

/** The body of a request whose length was announced. */
export async function readBody(incoming: IncomingMessage): Promise<Body> {
  if (Number(incoming.headers['content-length']) > MAX_BODY_BYTES) return 'too large'
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
    })
    incoming.on('end', () => {
      resolve({ text: Buffer.concat(chunks).toString() })
    })
    incoming.on('error', () => {
      resolve('gone')
    })
  })
}
