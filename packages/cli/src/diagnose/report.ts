import type { LocalizedText } from '@uni-phone/config'
import type { Finding, Status } from './finding'

const SIGNS: Readonly<Record<Status, string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' }

const inBoth = ({ zh, en }: LocalizedText): string[] => (zh === en ? [zh] : [zh, en])

function toLines({ status, found, advice }: Finding): string[] {
  if (advice === undefined) return [`${SIGNS[status]} ${inBoth(found).join(' · ')}`]
  const [first = '', ...rest] = inBoth(found)
  return [
    `${SIGNS[status]} ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...inBoth(advice).map((line) => `  → ${line}`),
  ]
}

const count = (findings: readonly Finding[], status: Status): number =>
  findings.filter((finding) => finding.status === status).length

function toSummary(findings: readonly Finding[]): string {
  const [failures, warnings] = [count(findings, 'failed'), count(findings, 'warning')]
  if (failures + warnings === 0) return '没有发现问题。 No problems found.'
  return `${failures} 项失败，${warnings} 项警告。 ${failures} failed, ${warnings} warned.`
}

/** What a person reads: Chinese first. */
export function toReport(findings: readonly Finding[]): string {
  return [...findings.flatMap(toLines), '', toSummary(findings)].join('\n')
}

/** What a script reads. */
export function toJson(findings: readonly Finding[]): string {
  return JSON.stringify({ ok: count(findings, 'failed') === 0, findings }, null, 2)
}

/** 0 where nothing failed: warnings are for people. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return count(findings, 'failed') === 0 ? 0 : 1
}
