import type { ChildProcess } from 'node:child_process'

/** Output of a process, standard output and error in one. */
export interface ProcessOutput {
  readonly output: () => string
  /** Resolves with the match once the output has it. Rejects with the output if the process ends before. */
  readonly saw: (pattern: RegExp) => Promise<RegExpExecArray>
}

/** Collects the output of a process whose streams are pipes. */
export function collectOutput(child: ChildProcess): ProcessOutput {
  let text = ''
  const listeners: (() => void)[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (const listener of listeners) listener()
    })
  const saw = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(text)
        if (match !== null) resolve(match)
      }
      listeners.push(look)
      look()
      child.once('exit', () => {
        reject(new Error(`the process has ended: ${text}`))
      })
    })
  return { output: () => text, saw }
}
