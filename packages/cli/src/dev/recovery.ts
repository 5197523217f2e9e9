import { watch } from 'chokidar'

export interface Recovery {
  /** Takes a line of the build's output, without colours. */
  readonly onLine: (line: string, isError: boolean) => void
  readonly close: () => Promise<void>
}

const STARTED = /^(Incremental )?Compiling\.\.\.|^正在(差量)?编译/
const COMPLETED = /^DONE\s/
/** Editors save in several steps, and several files at a time. */
const SETTLE_MS = 100

/**
 * Calls `restart` at the first change of the sources after a failed build. uni-app's watcher (rollup's) loses files after a
 * compile error: an editor that saves by renaming then changes them unseen, and nothing is built any more.
 */
export function watchForRecovery(sources: readonly string[], restart: () => void): Recovery {
  let failed = false
  let timer: NodeJS.Timeout | undefined

  function onChange(): void {
    if (!failed) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      failed = false
      restart()
    }, SETTLE_MS)
  }

  const watcher = watch([...sources], { ignoreInitial: true }).on('all', onChange)
  return {
    onLine: (line, isError) => {
      if (STARTED.test(line) || COMPLETED.test(line)) failed = false
      else if (isError) failed = true
    },
    close: async () => {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}
