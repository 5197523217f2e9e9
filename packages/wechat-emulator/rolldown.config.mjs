import { defineConfig } from 'rolldown'

export default defineConfig({
  input: { index: 'src/index.ts', main: 'src/main.ts' },
  platform: 'node',
  external: [/^hono(\/|$)/, /^@hono\//],
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    cleanDir: true,
  },
})
