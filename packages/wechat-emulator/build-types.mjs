/**
 * Puts the declarations of what `src/index.ts` exports into dist/types. Their imports get the extension that Node's own
 * resolution asks for, and that the sources do without.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const types = join(root, 'dist', 'types')
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')

execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.types.json')], { stdio: 'inherit' })
for (const name of readdirSync(types, { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue
  const text = readFileSync(join(types, name), 'utf8')
  writeFileSync(join(types, name), text.replaceAll(/(from |import\()(['"])(\.\.?\/[^'"]+)\2/g, '$1$2$3.js$2'))
}
