import { toText } from './text'

/** What went wrong inside the mini program: thrown errors, `console.error`, warnings of the framework. */
export interface ProblemLog {
  report: (problem: unknown) => void
  list: () => string[]
}

export function createProblemLog(): ProblemLog {
  const problems: string[] = []
  return {
    report: (problem) => problems.push(describe(problem)),
    list: () => [...problems],
  }
}

export function describe(value: unknown): string {
  if (value instanceof Error) return value.stack ?? `${value.name}: ${value.message}`
  if (typeof value === 'string') return value
  return toText(value, String(value))
}
