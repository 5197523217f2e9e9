import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64']

interface Lockfile {
  packages: Record<string, { os?: string[]; cpu?: string[]; resolution: { integrity?: string; tarball?: string } }>
}

const read = (file: string): unknown => parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'))
const { packages } = read('pnpm-lock.yaml') as Lockfile

const names = Object.entries(packages).flatMap(([name, { os, cpu }]) =>
  os === undefined || cpu === undefined
    ? []
    : os.flatMap((system) => cpu.map((chip) => ({ name, on: `${system}-${chip}` }))),
)

test.each([
  '@biomejs/cli-',
  '@esbuild/',
  '@libsql/',
  '@rolldown/binding-',
  '@rollup/rollup-',
  '@typescript/typescript-',
])(
  'the lockfile has the binaries of %s for Linux, macOS and Windows: a registry that lacks one leaves it out silently',
  (family) => {
    const platforms = new Set(names.filter(({ name }) => name.startsWith(family)).map(({ on }) => on))
    expect(PLATFORMS.filter((platform) => !platforms.has(platform))).toEqual([])
  },
)

test('every dependency has its hash, and none runs a script when it is installed', () => {
  const unpinned = Object.entries(packages).filter(
    ([, { resolution }]) => resolution.integrity === undefined || resolution.tarball !== undefined,
  )
  expect(unpinned.map(([name]) => name)).toEqual([])
  const { allowBuilds } = read('pnpm-workspace.yaml') as { allowBuilds: Record<string, boolean> }
  expect(Object.values(allowBuilds).filter(Boolean)).toEqual([])
})
