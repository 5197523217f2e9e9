import { readFileSync } from 'node:fs'

const EVERY_MS = 500

/** The resident memory of a process in MB; not a number once it has ended, and where there is no /proc. */
export function rssMbOf(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}

/** Looks at processes every half second: their memory together, over time. */
export function watchMemory(pids: () => readonly (number | undefined)[]) {
  const totals: number[] = []
  const timer = setInterval(() => {
    const sizes = pids().map(rssMbOf).filter(Number.isFinite)
    totals.push(Math.round(sizes.reduce((sum, size) => sum + size, 0)))
  }, EVERY_MS)
  return {
    /** In MB, one value for each half second. */
    end(): readonly number[] {
      clearInterval(timer)
      return totals
    },
  }
}
