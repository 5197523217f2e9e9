/**
 * Copies the button's folder out of the app, as source: uni-app compiles it for each platform, `#ifdef` included. It stays in
 * the app because uni-app has no place in its output for a component from outside the app's own folder.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import process from 'node:process'

const app = '../../apps/miniprogram'
const source = `${app}/src/phone-number`

rmSync('dist', { recursive: true, force: true })
cpSync(source, 'dist', { recursive: true })

const output = { noEmit: false, noCheck: true, declaration: true, emitDeclarationOnly: true }
const folders = { rootDir: `../${source}`, outDir: 'types' }
const config = {
  extends: `../${app}/tsconfig.app.json`,
  include: [],
  files: [`../${source}/index.ts`],
  compilerOptions: { ...output, ...folders, types: [] },
}
writeFileSync('dist/tsconfig.json', JSON.stringify(config))
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'dist'], { stdio: 'inherit' })
rmSync('dist/tsconfig.json')
