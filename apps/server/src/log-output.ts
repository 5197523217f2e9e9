import process from 'node:process'
import { type DestinationStream, pino } from 'pino'

const BUFFER_BYTES = 16_000
const MAX_WAIT_MS = 100

/** Standard output, written by the block: a write for each line costs a busy server a tenth of its time. */
export function openLogOutput(): DestinationStream {
  const output = pino.destination({ minLength: BUFFER_BYTES, periodicFlush: MAX_WAIT_MS, sync: true })
  process.once('exit', () => {
    output.flushSync()
  })
  return output
}
