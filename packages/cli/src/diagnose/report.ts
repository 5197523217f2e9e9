import type { LocalizedText } from '@uni-phone/config'
import type { Diagnostic, Status } from './diagnostic'

const SIGNS: Readonly<Record<Status, string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' }

const inBothLanguages = ({ zh, en }: LocalizedText): string[] => (zh === en ? [zh] : [zh, en])

function toLines({ status, message, advice }: Diagnostic): string[] {
  if (advice === undefined) return [`${SIGNS[status]} ${inBothLanguages(message).join(' · ')}`]
  const [first = '', ...rest] = inBothLanguages(message)
  return [
    `${SIGNS[status]} ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...inBothLanguages(advice).map((line) => `  → ${line}`),
  ]
}

const count = (diagnostics: readonly Diagnostic[], status: Status): number =>
  diagnostics.filter((diagnostic) => diagnostic.status === status).length

function toSummary(diagnostics: readonly Diagnostic[]): string {
  const [failures, warnings] = [count(diagnostics, 'failed'), count(diagnostics, 'warning')]
  if (failures + warnings === 0) return '没有发现问题。 No problems found.'
  return `${failures} 项失败，${warnings} 项警告。 ${failures} failed, ${warnings} warnings.`
}

/** Formats diagnostics for a person, Chinese first. */
export function toReport(diagnostics: readonly Diagnostic[]): string {
  return [...diagnostics.flatMap(toLines), '', toSummary(diagnostics)].join('\n')
}

/** Formats diagnostics as one JSON document for a script. */
export function toJson(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify({ ok: exitCodeOf(diagnostics) === 0, diagnostics }, null, 2)
}

/** Returns 1 if a check failed. Warnings do not count. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): 0 | 1 {
  return count(diagnostics, 'failed') === 0 ? 0 : 1
}
