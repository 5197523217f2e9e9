import type { Variable } from '@uni-phone/config'

/** Returns a variable's default as it would be written, or undefined if that is no fixed value. */
export function fixedDefaultOf({ check, defaultText }: Variable): string | undefined {
  if (defaultText !== undefined) return undefined
  const value = check.parse(undefined)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
