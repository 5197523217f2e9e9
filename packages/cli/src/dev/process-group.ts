import { plainFile } from '../project'
import { type Part, startPart } from './part'

export interface ProcessGroup {
  /** Resolves when every part has printed its ready line. */
  readonly ready: Promise<void>
  /** Resolves with an exit code when the group has ended: by `end`, or because one part ended. */
  readonly ended: Promise<number>
  readonly end: (code: number) => void
}

export interface ProcessGroupOptions {
  readonly env: NodeJS.ProcessEnv
  readonly print: (line: string) => void
}

/** Starts programs that belong together. Their lines are prefixed with their names; when one ends, all end. */
export function startProcessGroup(parts: readonly Part[], { env, print }: ProcessGroupOptions): ProcessGroup {
  const width = Math.max(...parts.map(({ name }) => name.length))
  let ending = false
  let finish: (code: number) => void = () => undefined
  const ended = new Promise<number>((resolve) => {
    finish = resolve
  })

  function end(code: number): void {
    if (ending) return
    ending = true
    void Promise.all(running.map((part) => part.stop())).then(() => {
      finish(code)
    })
  }

  const running = parts.map((part) =>
    startPart(part, {
      env,
      preload: plainFile('exit-with-parent.mjs').href,
      onLine: (line) => {
        print(`${part.name.padEnd(width)} | ${line}`)
      },
      onExit: () => {
        end(1)
      },
    }),
  )
  return { ready: Promise.all(running.map((part) => part.ready)).then(() => undefined), ended, end }
}
