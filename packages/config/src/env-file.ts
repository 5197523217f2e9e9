import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { readTextFile } from './text-file'

function readIfThere(file: string): string {
  try {
    return readTextFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/**
 * Returns the environment with the variables of a folder's `.env` added. The environment takes precedence. Throws a
 * `ConfigError` if the file is in an encoding that is not read.
 */
export function withEnvFile(environment: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return { ...parseEnv(readIfThere(join(folder, '.env'))), ...environment }
}
