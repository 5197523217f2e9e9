import type { GeneralComponent } from 'glass-easel'

/** `ready` comes after the first drawing, children first; glass-easel leaves calling it to its host. */
export interface ReadyQueue {
  add: (component: GeneralComponent) => void
  flush: () => void
  stop: () => void
}

export function createReadyQueue(callReady: (waiting: Set<GeneralComponent>) => void): ReadyQueue {
  let waiting = new Set<GeneralComponent>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    stop()
    const due = waiting
    waiting = new Set()
    callReady(due)
  }

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }

  return {
    add(component) {
      waiting.add(component)
      timer ??= setTimeout(flush)
    },
    flush,
    stop,
  }
}
