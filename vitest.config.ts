import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Time limits of a test: generous, because no test measures time and the machine may be busy. */
export const patience = {
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
}

// no test changes global state, so that files share a process and load each module once
const project = (name: string, root: string) => ({
  test: {
    ...patience,
    name,
    root,
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/template/**'],
    isolate: false,
  },
})

const setup = (file: string) => fileURLToPath(new URL(`packages/test-support/src/${file}`, import.meta.url))
const registry = setup('packages/shared-registry.ts')
const buildFolder = setup('mini-program/build-folder.ts')

export default defineConfig({
  test: {
    // tests wait for processes much of the time, so three workers pay even on one or two cores
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      ...[
        'accounts',
        'cli',
        'config',
        'contract',
        'create-uni-phone',
        'server',
        'wechat',
        'wechat-emulator',
        'miniprogram-runner',
      ].map((name) => project(name, `packages/${name}`)),
      project('server-app', 'apps/server'),
      'apps/*/vitest.config.mts',
      ...['commands', 'docs'].map((name) => project(name, `tests/${name}`)),
      { test: { ...project('packaging', 'tests/packaging').test, globalSetup: registry } },
      { test: { ...project('product', 'tests/product').test, globalSetup: buildFolder } },
    ],
  },
})
