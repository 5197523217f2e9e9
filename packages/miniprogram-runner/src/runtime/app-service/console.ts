import { describe, type ProblemLog } from '../host/problem-log'

const METHODS = ['log', 'info', 'debug', 'warn', 'error', 'group', 'groupEnd', 'table', 'time', 'timeEnd'] as const

/** The modules' console: silent, but an error is a problem. */
export function createConsole(problems: ProblemLog): Record<string, (...args: unknown[]) => void> {
  return Object.fromEntries(
    METHODS.map((method) => [
      method,
      (...args: unknown[]) => {
        if (method === 'error') problems.report(args.map(describe).join(' '))
      },
    ]),
  )
}
