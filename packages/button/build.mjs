/**
 * Copies the button's folder out of the app, as source: uni-app compiles it for each platform, `#ifdef` included. It stays in
 * the app because uni-app has no place in its output for a component from outside the app's own folder.
 */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const app = '../../apps/miniprogram'
const source = join(app, 'src/phone-number')

rmSync('dist', { recursive: true, force: true })
cpSync(source, 'dist', { recursive: true })

const output = { noEmit: false, declaration: true, emitDeclarationOnly: true }
const folders = { rootDir: source, outDir: 'dist/types' }
const { options } = ts.getParsedCommandLineOfConfigFile(
  join(app, 'tsconfig.app.json'),
  { ...output, ...folders },
  ts.sys,
)
ts.createProgram([join(source, 'index.ts')], options).emit()
