/** Does so many pieces of work, so many at a time, and gives their results in order. */
export async function inTurns<T>(count: number, atOnce: number, work: (nth: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  async function runLane(): Promise<void> {
    while (next < count) {
      const nth = next
      next += 1
      results[nth] = await work(nth)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, runLane))
  return results
}
