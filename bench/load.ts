/** What a load measured. Times are in microseconds of this process's CPU, and in milliseconds of the clock. */
export interface LoadResult {
  readonly perSecond: number
  readonly cpuMicrosEach: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** The value below which that share of the sorted values lies. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Runs `work` once for each item, so many at a time. */
export async function measureLoad<T>(items: readonly T[], concurrency: number, work: (item: T) => Promise<void>) {
  const times: number[] = []
  let next = 0
  async function worker(): Promise<void> {
    for (let item = items[next++]; item !== undefined; item = items[next++]) {
      const startedAt = performance.now()
      await work(item)
      times.push(performance.now() - startedAt)
    }
  }
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: concurrency }, worker))
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  return {
    perSecond: items.length / seconds,
    cpuMicrosEach: (user + system) / items.length,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  } satisfies LoadResult
}
