import type { Variable } from '@uni-phone/config'

/** What a variable is without being set, as it would be written; undefined where that is no fixed value. */
export function fixedDefaultOf({ check, defaultText }: Variable): string | undefined {
  if (defaultText !== undefined) return undefined
  const value = check.parse(undefined)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
