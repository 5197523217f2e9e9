import { defineConfig } from 'vitest/config'
import { patience } from './vitest.config'

/** Tests that install, build or run for minutes, see `pnpm test:full`. */
export default defineConfig({
  test: { ...patience, testTimeout: 900_000, hookTimeout: 900_000, root: 'tests/full', fileParallelism: false },
})
