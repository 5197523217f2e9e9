import { type Fields, isFields } from '../input'
import type { ApiCall } from './api-call'

/** The object in a POST, or the errcode. The request's content type is not looked at: whether WeChat does is unverified. */
export function readJsonBody(call: ApiCall): Fields | 43002 | 44002 | 47001 {
  if (call.method !== 'POST') return 43002
  if (call.body === '') return 44002
  try {
    const value: unknown = JSON.parse(call.body)
    return isFields(value) ? value : 47001
  } catch {
    return 47001
  }
}
