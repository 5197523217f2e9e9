import type { LocalizedText } from '@uni-phone/config'

export type Status = 'ok' | 'warning' | 'failed' | 'skipped'

/** What one check has found. No secret, token or password is in it. */
export interface Finding {
  /** A stable name, for scripts. */
  readonly check: string
  readonly status: Status
  readonly found: LocalizedText
  /** What to do about it. */
  readonly advice?: LocalizedText
}

/** The same in both languages: a version, an address. */
export const same = (text: string): LocalizedText => ({ zh: text, en: text })

export const ok = (check: string, found: LocalizedText): Finding => ({ check, status: 'ok', found })
export const skipped = (check: string, found: LocalizedText): Finding => ({ check, status: 'skipped', found })
export const warning = (check: string, found: LocalizedText, advice: LocalizedText): Finding => ({
  check,
  status: 'warning',
  found,
  advice,
})
export const failed = (check: string, found: LocalizedText, advice: LocalizedText): Finding => ({
  check,
  status: 'failed',
  found,
  advice,
})
