import type { LocalizedText } from '@uni-phone/config'

export type Status = 'ok' | 'warning' | 'failed' | 'skipped'

/** Result of one check. It contains no secret, token or password. */
export interface Diagnostic {
  /** Stable name, for scripts. */
  readonly check: string
  readonly status: Status
  readonly message: LocalizedText
  /** Steps that fix it. */
  readonly advice?: LocalizedText
}

/** Text that is the same in both languages, such as a version or an address. */
export const same = (text: string): LocalizedText => ({ zh: text, en: text })

export const ok = (check: string, message: LocalizedText): Diagnostic => ({ check, status: 'ok', message })
export const skipped = (check: string, message: LocalizedText): Diagnostic => ({ check, status: 'skipped', message })
export const warning = (check: string, message: LocalizedText, advice: LocalizedText): Diagnostic => ({
  check,
  status: 'warning',
  message,
  advice,
})
export const failed = (check: string, message: LocalizedText, advice: LocalizedText): Diagnostic => ({
  check,
  status: 'failed',
  message,
  advice,
})
