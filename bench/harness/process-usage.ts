import { readFileSync } from 'node:fs'

const EVERY_MS = 500
/** Linux reports CPU time in ticks of a hundredth of a second. */
const MS_PER_TICK = 10

function readProc(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // the process has ended, or this is not Linux
    return ''
  }
}

/** CPU time of a process in milliseconds, user and system; NaN if the process has ended or there is no /proc. */
export function cpuMsOf(pid: number | undefined): number {
  // the name of the program, in brackets, may contain spaces
  const fields = readProc(pid, 'stat').split(') ')[1]?.split(' ')
  return (Number(fields?.[11]) + Number(fields?.[12])) * MS_PER_TICK
}

/** Resident memory of a process in MB; NaN if the process has ended or there is no /proc. */
export function rssMbOf(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readProc(pid, 'status'))?.[1]) / 1024
}

/** Samples the memory of several processes together, twice a second. */
export function watchMemory(pids: () => readonly (number | undefined)[]) {
  const totals: number[] = []
  const timer = setInterval(() => {
    const sizes = pids().map(rssMbOf).filter(Number.isFinite)
    totals.push(Math.round(sizes.reduce((sum, size) => sum + size, 0)))
  }, EVERY_MS)
  return {
    /** Stops, and returns one total in MB for each half second. */
    end(): readonly number[] {
      clearInterval(timer)
      return totals
    },
  }
}
