import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { collectTemplate } from '../build/collect-template'
import { type CreateContext, createProject } from '../src/create'
import { CreateError } from '../src/create-error'

export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))
export const template = collectTemplate(REPOSITORY)
export const VERSION = '1.2.3'

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'create-uni-phone-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** Runs the command in an empty folder; `refusal` is set if it made nothing. */
export async function create(args: readonly string[], context: Partial<CreateContext> = {}) {
  const cwd = context.cwd ?? makeFolder()
  let output = ''
  const usual = { cwd, env: {}, terminal: undefined, signal: new AbortController().signal }
  const print = (line: string): void => {
    output += `${line}\n`
  }
  const refusal = await createProject(args, {
    ...usual,
    template,
    version: VERSION,
    print,
    ...context,
  }).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof CreateError) return error
      throw error
    },
  )
  return { cwd, output, refusal, names: existsSync(cwd) ? readdirSync(cwd) : [] }
}
