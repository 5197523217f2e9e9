import { type Answer, type Cluster, post, type Tap } from '@uni-phone/test-support/product'

export interface LoadOptions {
  readonly cluster: Cluster
  /** A tap goes on asking the instance it asked first, as far as that lives. @default false: any */
  readonly sticky?: boolean
}

/** A tap under load, and what its user was told in the end. */
export interface LoadedTap {
  readonly tap: Tap & { readonly code: string }
  /** The instance that was asked first. */
  readonly home: number
  readonly answers: readonly Answer[]
}

const USERS = 24
const PAUSE_MS = 40
/** Every so manyth tap goes out twice at the same time. */
const TWICE_EVERY = 4

/** Users who tap, one after the other, and ask again with the same key for as long as the contract says that it may help. */
export function startLoad({ cluster, sticky = false }: LoadOptions) {
  const done: LoadedTap[] = []
  const asking = new Map<number, number>()
  const told = new Map<string, number>()
  const waiting: (() => void)[] = []
  let taps = 0
  let stopped = false

  /** The instance itself, or the next that lives. */
  function pick(instance: number): number {
    const { servers } = cluster
    const places = servers.map((_, nth) => (instance + nth) % servers.length)
    return places.find((place) => servers[place]?.isAlive() === true) ?? instance
  }

  async function askOnce(instance: number, tap: Tap): Promise<Answer | undefined> {
    asking.set(instance, (asking.get(instance) ?? 0) + 1)
    try {
      return await post(cluster.servers[instance]?.url ?? '', tap)
    } catch {
      return undefined
    } finally {
      asking.set(instance, (asking.get(instance) ?? 0) - 1)
    }
  }

  async function askUntilFinal(start: number, tap: Tap): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      const answer = await askOnce(pick(sticky ? start : start + tries), tap)
      if (answer !== undefined) told.set(answer.says, (told.get(answer.says) ?? 0) + 1)
      if (answer !== undefined && answer.status !== 200) cluster.told(answer.text)
      if (answer?.retryable === false) return answer
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  async function tapOnce(nth: number): Promise<void> {
    const tap = cluster.newTap()
    const home = nth % cluster.servers.length
    const starts = nth % TWICE_EVERY === 0 ? [home, sticky ? home : home + 1] : [home]
    const answers = await Promise.all(starts.map((start) => askUntilFinal(start, tap)))
    done.push({ tap, home, answers })
    for (const check of waiting) check()
  }

  async function beUser(): Promise<void> {
    while (!stopped) await tapOnce(taps++)
  }

  const users = Array.from({ length: USERS }, beUser)

  return {
    /** Resolves when so many more taps have been answered for good. */
    async taps(count: number): Promise<void> {
      const goal = done.length + count
      await new Promise<void>((resolve) => {
        waiting.push(() => {
          if (done.length >= goal) resolve()
        })
      })
    },
    /** How many requests an instance owes an answer just now. */
    asking: (instance: number) => asking.get(instance) ?? 0,
    /** How often a user has been told something. */
    told: (says: string) => told.get(says) ?? 0,
    /** No user taps again once answered. */
    stop(): void {
      stopped = true
    },
    /** Resolves when every user has an answer. */
    async answers(): Promise<readonly LoadedTap[]> {
      await Promise.all(users)
      return done
    },
  }
}

export type Load = ReturnType<typeof startLoad>
