import { contentTypeOf, type Endpoint } from './endpoint'

export interface Answer {
  status: number
  contentType: string
  body: string
  /** Nothing where the answer is none of WeChat's own, or a success that carries no errcode. */
  errcode: number | null
}

/** What may come of a call: an answer, a connection that breaks, or a caller who has gone away. */
export type Reply = Answer | 'reset' | 'gone'

/** WeChat's front end refuses a POST without a length before anything reads it: status 412 and not one byte of body. */
export const LENGTH_REQUIRED: Answer = { status: 412, contentType: '', body: '', errcode: null }

export function jsonAnswer(endpoint: Endpoint, value: object, errcode: number | null): Answer {
  return { status: 200, contentType: contentTypeOf(endpoint), body: JSON.stringify(value), errcode }
}
