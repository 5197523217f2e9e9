/** A while in which something is not done again. A clock that is set back ends it: it would last for hours otherwise. */
export interface Pause {
  begin: (ms: number) => void
  isOver: () => boolean
}

export function createPause(now: () => number): Pause {
  let from = -Infinity
  let until = -Infinity
  return {
    begin(ms) {
      from = now()
      until = from + ms
    },
    isOver: () => now() >= until || now() < from,
  }
}
