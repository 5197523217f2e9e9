import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** `*` stays within a name, `**` does not; a folder's pattern holds for all that is in it. */
function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '(?:.*/)?')
    .replaceAll(/(?<!\.)\*/g, '[^/]*')
  return new RegExp(`^${source}(?:/|$)`)
}

const rules = readFileSync(`${root}/.dockerignore`, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => ({ lets: line.startsWith('!'), pattern: toRegExp(line.replace(/^!/, '')) }))

/**
 * Whether `.dockerignore` lets a file through: the last rule that fits decides.
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function isLetThrough(file: string): boolean {
  return rules.filter(({ pattern }) => pattern.test(file)).at(-1)?.lets ?? true
}

/** What a build is sent, of all that belongs to the repository. */
export function buildContext(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  return listed.split('\n').filter((file) => file !== '' && isLetThrough(file))
}
