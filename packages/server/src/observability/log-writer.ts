import process from 'node:process'
import type { Writable } from 'node:stream'

/** Destination of log lines. pino writes each line to one. */
export interface LogWriter {
  readonly write: (line: string) => void
  /** Writes what is left. Resolves when the reader has it, or after two seconds. */
  readonly end: () => Promise<void>
}

/** Lines kept for a reader that has stopped, in bytes. Newer ones are counted in their place. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024
/** How long the end waits for the reader. */
const END_TIMEOUT_MS = 2_000

/**
 * Writes all lines of one turn of the event loop at once. Nobody waits for whoever reads them: a reader that stopped, or
 * went away, costs lines and not requests.
 */
export function createLogWriter(output: Writable = process.stdout): LogWriter {
  let lines = ''
  let lost = 0
  let gone = false

  function toBatch(): string {
    const batch = lines
    lines = ''
    if (lost === 0) return batch
    const note = `${JSON.stringify({ level: 40, time: Date.now(), lostLines: lost, msg: 'the log was not read' })}\n`
    lost = 0
    return note + batch
  }

  function flush(): void {
    if ((lines !== '' || lost > 0) && !gone) output.write(toBatch())
  }

  output.on('error', () => {
    gone = true
  })
  // lines of the last turn, where something calls process.exit
  process.on('exit', flush)

  return {
    write(line) {
      if (gone) return
      if (output.writableLength + lines.length > MAX_WAITING_BYTES) {
        lost += 1
        return
      }
      if (lines === '') setImmediate(flush)
      lines += line
    },
    end() {
      flush()
      return new Promise((resolve) => {
        setTimeout(resolve, END_TIMEOUT_MS).unref()
        if (gone || output.writableLength === 0) resolve()
        else
          output.write('', () => {
            resolve()
          })
      })
    },
  }
}
