import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CreateError } from './create-error'

const NO_PERMISSION = ['EACCES', 'EPERM', 'EROFS']

function describeExisting(folder: string): string {
  return `${folder} 已经存在：换一个名字，或先移走它。\n${folder} exists already: choose another name, or move it away.`
}

function describeFailure(folder: string, error: unknown): CreateError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (existsSync(folder)) return new CreateError(describeExisting(folder), 1)
  const parent = dirname(folder)
  if (NO_PERMISSION.includes(code))
    return new CreateError(`${parent} 不可写（${code}）。\n${parent} cannot be written to (${code}).`, 1)
  return new CreateError(`${folder} 无法创建（${code}）。\n${folder} could not be made (${code}).`, 1)
}

/** Refuses a folder that exists, an empty one included. */
export function requireNewFolder(folder: string): void {
  if (existsSync(folder)) throw new CreateError(describeExisting(folder), 1)
}

async function writeAll(
  folder: string,
  files: Iterable<readonly [string, string]>,
  signal: AbortSignal,
): Promise<void> {
  for (const [path, text] of files) {
    signal.throwIfAborted()
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  signal.throwIfAborted()
}

/**
 * Writes a project, all of it or nothing: it grows in a hidden folder beside its place, and takes its name once it is
 * complete. Throws a `CreateError` if it cannot, or if `signal` aborts.
 */
export async function writeProject(
  folder: string,
  files: Iterable<readonly [path: string, text: string]>,
  signal: AbortSignal,
): Promise<void> {
  requireNewFolder(folder)
  // the outermost folder that did not exist before
  let made: string | undefined
  try {
    made = await mkdir(dirname(folder), { recursive: true })
    const growing = join(dirname(folder), `.${basename(folder)}-${randomUUID()}`)
    await mkdir(growing)
    made ??= growing
    await writeAll(growing, files, signal)
    await rename(growing, folder)
  } catch (error) {
    if (made !== undefined) await rm(made, { recursive: true, force: true })
    if (signal.aborted) throw new CreateError('已停止，没有留下任何文件。\nStopped, nothing is left behind.', 130)
    throw describeFailure(folder, error)
  }
}
