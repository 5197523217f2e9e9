/**
 * Builds the package it is run in. Each entry of `publishConfig.exports` comes from the source of the same entry in
 * `exports`, each command from the source of its name; dependencies stay imports. The declarations' own imports get the
 * extension that Node's resolution asks for, and that the sources do without.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { rolldown } from 'rolldown'
import ts from 'typescript'

const { exports, publishConfig, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'))
const nameOf = (file) => basename(file, '.mjs')
const isBuilt = ([, built]) => built.default?.endsWith('.mjs')
const entries = Object.entries(publishConfig.exports)
  .filter(isBuilt)
  .map(([path, built]) => [nameOf(built.default), exports[path]])
const commands = Object.values(publishConfig.bin ?? {}).map((file) => [nameOf(file), `src/${nameOf(file)}.ts`])

rmSync('dist', { recursive: true, force: true })
await bundle(Object.fromEntries([...entries, ...commands]))
declare(entries.map(([, source]) => source))

async function bundle(input) {
  const { dependencies, peerDependencies, devDependencies } = manifest
  const names = Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies })
  const external = [/^node:/, ...names.map((name) => new RegExp(`^${name}(/|$)`))]
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
    const source = dirname(file).replace('dist/types', 'src')
    const extensionOf = (path) => (existsSync(join(source, path, 'index.ts')) ? '/index.js' : '.js')
    const withExtension = (_, start, quote, path) => `${start}${quote}${path}${extensionOf(path)}${quote}`
    ts.sys.writeFile(file, text.replaceAll(/(from |import\()(['"])(\.\.?(?:\/[^'"]+)?)\2/g, withExtension))
  })
}
