import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

const SHIPPED =
  /^(apps|packages(?!\/test-support))\/[^/]+\/(src|build)\/|^apps\/[^/]+\/(vite\.config\.ts|build\.mjs)$|^scripts\//
const TABLES = /^packages\/config\/src\/[a-z]+-variables\.ts$/
const READ = [
  /\b(?:process\.env|import\.meta\.env|env|environment|values|parsed)(?:\?\.|\.|\[['"])([A-Z][A-Z0-9_]+)\b/g,
  /\b(?:readVariable|loadEnv)\([^)]*?'([A-Z][A-Z0-9_]+)'/g,
]
const TAKEN_APART = /\{([^{}=]+)\}\s*=\s*(?:process\.env|env|environment)\b/g

/** The sources of all that is run or built, apart from the table of variables itself. */
export function shippedSources(): { file: string; text: string }[] {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  return files
    .split('\n')
    .filter(
      (file) =>
        SHIPPED.test(file) && !TABLES.test(file) && /\.(ts|mjs|vue|js)$/.test(file) && existsSync(join(root, file)),
    )
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
}

/** The environment variables that a source reads by their names. */
export function variablesReadBy(text: string): string[] {
  const read = READ.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name))
  const takenApart = [...text.matchAll(TAKEN_APART)].flatMap(
    ([, names = '']) => names.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? [],
  )
  return [...read, ...takenApart]
}
