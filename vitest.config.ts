import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      ...['contract', 'wechat', 'wechat-emulator', 'miniprogram-runner'].map((name) => ({
        test: { name, root: `packages/${name}`, include: ['test/**/*.test.ts'] },
      })),
      { test: { name: 'server', root: 'apps/server', include: ['test/**/*.test.ts'] } },
      { test: { name: 'sign-in', root: 'examples/sign-in', include: ['test/**/*.test.ts'], testTimeout: 30_000 } },
      'apps/*/vitest.config.ts',
      {
        test: {
          name: 'product',
          root: 'tests',
          include: ['**/*.test.ts'],
          globalSetup: './build-folder.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
