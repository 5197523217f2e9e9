import type { Variable } from '@uni-phone/server'

/** What a variable is without being set, as it would be written; undefined where that is no fixed value. */
export function fixedDefaultOf({ check, without }: Variable): string | undefined {
  if (without !== undefined) return undefined
  const value = check.parse(undefined)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
