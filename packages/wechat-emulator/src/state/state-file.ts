import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import process from 'node:process'
import { EmulatorError, invalid } from '../core/index'
import type { Commands } from './commands'

const OWNER_ONLY = 0o600

function readState(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw invalid('it cannot be read, or is not JSON')
  }
}

/** Replaces a file as a whole, so that a crash leaves the old one. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`
  const descriptor = openSync(draft, 'w', OWNER_ONLY)
  writeSync(descriptor, text)
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(draft, file)
}

/** Keeps the emulator's state in a file that only its owner can read. */
export function createStateFile(file: string, { snapshot, restore }: Pick<Commands, 'snapshot' | 'restore'>) {
  return {
    load() {
      try {
        const state = readState(file)
        if (state !== undefined) restore(state)
      } catch (error) {
        throw error instanceof EmulatorError ? invalid(`${file}: ${error.message}`) : error
      }
    },
    save() {
      try {
        replaceFile(file, JSON.stringify(snapshot()))
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException
        throw new Error(`the state could not be written to ${file} (${code})`, { cause: error })
      }
    },
  }
}
