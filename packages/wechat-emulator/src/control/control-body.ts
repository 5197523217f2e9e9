import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { invalid } from '../input'

const MAX_BODY_BYTES = 1024 * 1024

/** No body at all means {}. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await readText(c)
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('the body is not JSON: send an object, such as {}')
  }
}

/** Hono's own limit makes a Request out of the adapter's, which the process's own Request refuses when the body is chunked. */
async function readText(c: Context): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  const body: ReadableStream<Uint8Array> | null = c.req.raw.body
  for await (const chunk of body ?? []) {
    length += chunk.byteLength
    if (length > MAX_BODY_BYTES) throw new HTTPException(413, { message: `send at most ${MAX_BODY_BYTES} bytes` })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
