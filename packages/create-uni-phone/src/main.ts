import { readFileSync } from 'node:fs'
import process from 'node:process'
import { createProject } from './create'
import { CreateError } from './create-error'
import type { TemplateFile } from './template'

/** Reads a file beside the bundle, or above it. */
const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))

/** Runs `create-uni-phone` with the arguments of this process and sets its exit code. */
export async function main(): Promise<void> {
  const stopped = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stopped.abort()
    })
  const { version } = readJson('../package.json') as { version: string }
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  try {
    await createProject(process.argv.slice(2), {
      cwd: process.cwd(),
      env: process.env,
      terminal: isTerminal ? { input: process.stdin, output: process.stdout } : undefined,
      template: readJson('template.json') as TemplateFile[],
      version,
      signal: stopped.signal,
      print: (line) => process.stdout.write(`${line}\n`),
    })
  } catch (error) {
    if (!(error instanceof CreateError)) throw error
    if (error.message !== '') process.stderr.write(`${error.message}\n`)
    process.exitCode = error.exitCode
  }
}
