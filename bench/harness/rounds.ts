import process from 'node:process'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function medians<R extends object>(results: readonly R[]): R {
  const keys = Object.keys(results[0] ?? {}) as (keyof R)[]
  return Object.fromEntries(keys.map((key) => [key, median(results.map((result) => Number(result[key])))])) as R
}

/**
 * Runs every measurement once in each of BENCH_ROUNDS rounds, so that a busy minute of the machine hits all of them, and
 * returns the median of each figure. One round before the first only warms up.
 */
export async function measureInRounds<N extends string, R extends object>(
  measurements: Readonly<Record<N, () => Promise<R>>>,
): Promise<Record<N, R>> {
  const names = Object.keys(measurements) as N[]
  const results = new Map<N, R[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const name of names) {
      const result = await measurements[name]()
      if (round > 0) results.get(name)?.push(result)
    }
  return Object.fromEntries(names.map((name) => [name, medians(results.get(name) ?? [])])) as Record<N, R>
}
