import type { Words } from '@uni-phone/server'

export type Status = 'ok' | 'warning' | 'failed' | 'skipped'

/** What one check has found. No secret, token or password is in it. */
export interface Finding {
  /** A stable name, for scripts. */
  readonly check: string
  readonly status: Status
  readonly found: Words
  /** What to do about it. */
  readonly advice?: Words
}

/** The same in both languages: a version, an address. */
export const same = (text: string): Words => ({ zh: text, en: text })

export const ok = (check: string, found: Words): Finding => ({ check, status: 'ok', found })
export const skipped = (check: string, found: Words): Finding => ({ check, status: 'skipped', found })
export const warning = (check: string, found: Words, advice: Words): Finding => ({
  check,
  status: 'warning',
  found,
  advice,
})
export const failed = (check: string, found: Words, advice: Words): Finding => ({
  check,
  status: 'failed',
  found,
  advice,
})
