import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** What a test may wait for: long enough for a busy machine, as nothing here measures time. */
const patience = {
  // processes, browsers and a database share CI's two cores: a test may be tried once more there, and is listed if it was
  retry: process.env.CI === undefined ? 0 : 1,
  testTimeout: 90_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 20_000 } },
}

// no test here changes what is global: files share a process, and load a module once
const project = (name: string, root: string) => ({
  test: { ...patience, name, root, include: ['test/**/*.test.ts'], isolate: false },
})

export default defineConfig({
  test: {
    // most of the time is spent waiting, for processes and for WeChat: even two cores have work for two
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      ...['accounts', 'config', 'contract', 'server', 'wechat', 'wechat-emulator', 'miniprogram-runner'].map((name) =>
        project(name, `packages/${name}`),
      ),
      project('server-app', 'apps/server'),
      project('sign-in', 'examples/sign-in'),
      'apps/*/vitest.config.ts',
      {
        test: {
          ...patience,
          name: 'product',
          root: 'tests',
          include: ['**/*.test.ts'],
          globalSetup: '../packages/test-support/src/mini-program/build-folder.ts',
          isolate: false,
        },
      },
    ],
  },
})
