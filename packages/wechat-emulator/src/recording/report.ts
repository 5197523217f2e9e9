import type { Finding } from './compare'

/** Tells, rule by rule, how often a recording and the emulator agree, with the first difference of each. */
export function report(findings: readonly Finding[][]): { lines: string[]; differs: boolean } {
  const numbered = findings.flatMap((found, index) => found.map((finding) => ({ ...finding, request: index + 1 })))
  const rules = [...new Set(numbered.map(({ rule }) => rule))].sort()
  const lines = rules.map((rule) => {
    const all = numbered.filter((finding) => finding.rule === rule)
    const different = all.filter(({ isSame }) => !isSame)
    const [first] = different
    if (first === undefined) return `${rule.padEnd(24)} same    ${all.length}`
    return `${rule.padEnd(24)} DIFFERS ${different.length} of ${all.length}; request ${first.request}: recorded ${first.recorded}, emulated ${first.emulated}`
  })
  return { lines, differs: numbered.some(({ isSame }) => !isSame) }
}
