import { newTap, post, type Answer, type Tap } from '@uni-phone/test-support/product'
import type { Emulator } from '@uni-phone/wechat-emulator'

const PAUSE_MS = 40

/** One tap, from its first request to its final answer. */
interface Ended {
  readonly tap: Tap & { readonly code: string }
  readonly answer: Answer
  /** Something was broken while it was under way. */
  readonly troubled: boolean
}

/** Troubles made on purpose, now and so far. */
export interface Troubles {
  readonly isTroubled: () => boolean
  readonly troubles: () => number
}

/** People who tap through a proxy, one after another each, until they are told to stop. */
export function startUsers(url: string, count: number, emulator: Emulator, { isTroubled, troubles }: Troubles) {
  const ended: Ended[] = []
  const lost: string[] = []
  const replays: [first: Answer, second: Answer][] = []
  let tapping = true

  /** An answer of the proxy's own, or none, is lost: every answer of the server is JSON. */
  async function ask(tap: Tap): Promise<Answer | undefined> {
    try {
      return await post(url, tap)
    } catch (error) {
      lost.push(String(error))
      return undefined
    }
  }

  async function tapOnce(nth: number): Promise<void> {
    const tap = newTap(emulator)
    const before = troubles()
    let troubled = isTroubled()
    // every fifth phone gives up half-way and asks again
    if (nth % 5 === 0) await post(url, tap, AbortSignal.timeout(nth % 30)).catch(() => undefined)
    for (;;) {
      const answer = await ask(tap)
      troubled ||= isTroubled() || troubles() > before
      if (answer?.retryable === false) {
        if (nth % 4 === 0 && !troubled) await replay(tap, answer)
        // what breaks before the replay may send the code again
        ended.push({ tap, answer, troubled: troubled || isTroubled() || troubles() > before })
        return
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  async function replay(tap: Tap, answer: Answer): Promise<void> {
    const second = await ask(tap)
    if (second !== undefined && !isTroubled()) replays.push([answer, second])
  }

  async function user(nth: number): Promise<void> {
    for (let tap = nth; tapping; tap += 1) await tapOnce(tap)
  }

  const users = Array.from({ length: count }, (_, nth) => user(nth))
  return {
    ended,
    lost,
    replays,
    async stop() {
      tapping = false
      await Promise.all(users)
    },
  }
}
