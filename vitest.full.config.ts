import { defineConfig } from 'vitest/config'
import { patience } from './vitest.config'

/** Tests that install, build or run for minutes, and all cases of those that run fewer elsewhere: `pnpm test:full`. */
export default defineConfig({
  test: {
    ...patience,
    testTimeout: 900_000,
    hookTimeout: 900_000,
    env: { EXHAUSTIVE: '1' },
    include: [
      'tests/full/**/*.test.ts',
      'tests/product/{cluster,faults/load,fuzz/fuzz}.test.ts',
      'packages/accounts/test/kill.test.ts',
    ],
    fileParallelism: false,
  },
})
