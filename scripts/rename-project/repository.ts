import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { isLeftAlone } from './original'

function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}

/** Returns whether git keeps this folder, and what it has not committed. */
export function readGitState(root: string): 'clean' | 'dirty' | 'none' {
  try {
    return git(root, 'status', '--porcelain') === '' ? 'clean' : 'dirty'
  } catch {
    return 'none'
  }
}

const isText = (bytes: Buffer): boolean => !bytes.includes(0)

/** Writes each tracked text anew, and names those that have changed. */
export function rewriteFiles(root: string, rewrite: (file: string, text: string) => string): string[] {
  const files = git(root, 'ls-files', '-z').split('\0')
  return files.filter((file) => {
    const path = join(root, file)
    if (file === '' || isLeftAlone(file) || !existsSync(path)) return false
    const bytes = readFileSync(path)
    const text = bytes.toString('utf8')
    const rewritten = isText(bytes) ? rewrite(file, text) : text
    if (rewritten !== text) writeFileSync(path, rewritten)
    return rewritten !== text
  })
}

/** A name of another length breaks lines elsewhere. */
export function formatFiles(root: string, files: readonly string[]): void {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  if (!existsSync(biome)) return
  const args = [biome, 'format', '--write', '--no-errors-on-unmatched', ...files]
  spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' })
}
