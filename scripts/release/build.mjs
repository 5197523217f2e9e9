/**
 * Builds the package it is run in. What `publishConfig` names in dist comes from the source of the same name; dependencies
 * stay imports. The declarations' own imports get the extension that Node's resolution asks for, and that the sources do
 * without.
 */
import { readFileSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { rolldown } from 'rolldown'
import ts from 'typescript'

const { publishConfig, dependencies = {} } = JSON.parse(readFileSync('package.json', 'utf8'))
const sourceOf = (file) => `src/${basename(file, '.mjs')}.ts`
const entries = Object.values(publishConfig.exports).map((entry) => sourceOf(entry.default))
const commands = Object.values(publishConfig.bin ?? {}).map(sourceOf)

rmSync('dist', { recursive: true, force: true })
await bundle([...entries, ...commands])
declare(entries)

async function bundle(input) {
  const external = [/^node:/, ...Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`))]
  const build = await rolldown({ input, platform: 'node', external })
  await build.write({
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  })
  await build.close()
}

function declare(rootNames) {
  const output = { noEmit: false, noCheck: true, declaration: true, emitDeclarationOnly: true }
  const folders = { rootDir: 'src', outDir: 'dist/types' }
  const { options } = ts.getParsedCommandLineOfConfigFile('tsconfig.json', { ...output, ...folders }, ts.sys)
  ts.createProgram(rootNames, options).emit(undefined, (file, text) => {
    ts.sys.writeFile(file, text.replaceAll(/(from |import\()(['"])(\.\.?\/[^'"]+)\2/g, '$1$2$3.js$2'))
  })
}
