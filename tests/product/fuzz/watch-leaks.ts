import { inspect } from 'node:util'
import { createLeakSearch } from '@uni-phone/test-support/product'
import { CANARIES } from './canaries'

/** Hears all that is put out, and finds the canaries in it. */
export function watchLeaks() {
  const search = createLeakSearch()
  for (const [kind, value] of Object.entries(CANARIES)) search.secret(kind, value)
  const note = (source: string) => (value: unknown) => {
    search.output(source, typeof value === 'string' ? value : inspect(value, { depth: 10, showHidden: true }))
  }
  const write = (fields: object, message: string): void => {
    note('the log')({ fields, message })
  }
  return { note, log: { debug: write, info: write, warn: write, error: write }, find: search.find }
}
