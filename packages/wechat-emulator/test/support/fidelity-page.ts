import { readFileSync } from 'node:fs'

type Status = 'emulated' | 'simplified' | 'not emulated' | 'unverified'

const STATUSES: readonly string[] = ['emulated', 'simplified', 'not emulated', 'unverified']
const PAGE = readFileSync(new URL('../../docs/fidelity.md', import.meta.url), 'utf8')

export interface Row {
  /** What stands in code spans in the first cell. */
  names: string[]
  status: Status
  text: string
}

/** The rows of the table below a heading. */
export function tableUnder(heading: string): Row[] {
  const [, section = ''] = PAGE.split(`\n## ${heading}\n`)
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
  return lines.map(toRow)
}

function toRow(text: string): Row {
  const [, first = '', second = ''] = text.split('|')
  const status = second.trim()
  if (!STATUSES.includes(status)) throw new Error(`docs/fidelity.md has a row without a status: ${text}`)
  return { names: [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), status: status as Status, text }
}
