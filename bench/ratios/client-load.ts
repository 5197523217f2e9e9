import process from 'node:process'

/** Times are microseconds of CPU in this process, and milliseconds by the clock. */
export interface ClientMeasurement {
  readonly perSecond: number
  readonly cpuMicrosEach: number
}

/** Runs `work` once for each item, `concurrency` at a time. */
export async function measureClient<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<ClientMeasurement> {
  let next = 0
  async function runLane(): Promise<void> {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: concurrency }, runLane))
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: items.length / seconds, cpuMicrosEach: (user + system) / items.length }
}
