/**
 * Builds the package it is run in. Each entry of `publishConfig.exports` in dist comes from the source of the same entry
 * in `exports`, each command from the source of its name; dependencies stay imports. The declarations' own imports get
 * the extension that Node's resolution asks for, and that the sources do without.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { rolldown } from 'rolldown'

const TYPES = 'dist/types'
const { exports, publishConfig, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'))
const nameOf = (file) => basename(file, '.mjs')
const isBuilt = ([, built]) => built.default?.startsWith('./dist/')
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
  const build = await rolldown({ input, platform: 'node', external, transform: { target: 'node20.19' } })
  await build.write({
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  })
  await build.close()
}

function declare(sources) {
  const options = { noEmit: false, noCheck: true, declaration: true, emitDeclarationOnly: true }
  const folders = { rootDir: '../src', outDir: 'types' }
  const files = sources.map((source) => join('..', source))
  const config = { extends: '../tsconfig.json', include: [], files, compilerOptions: { ...options, ...folders } }
  writeFileSync('dist/tsconfig.json', JSON.stringify(config))
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'dist'], { stdio: 'inherit' })
  rmSync('dist/tsconfig.json')
  for (const file of readdirSync(TYPES, { recursive: true })) if (file.endsWith('.d.ts')) addExtensions(file)
}

function addExtensions(file) {
  const source = join('src', dirname(file))
  const extensionOf = (path) => (existsSync(join(source, path, 'index.ts')) ? '/index.js' : '.js')
  const withExtension = (_, start, quote, path) => `${start}${quote}${path}${extensionOf(path)}${quote}`
  const text = readFileSync(join(TYPES, file), 'utf8')
  writeFileSync(join(TYPES, file), text.replaceAll(/(from |import\()(['"])(\.\.?(?:\/[^'"]+)?)\2/g, withExtension))
}
