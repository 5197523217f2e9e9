import { nativePackages } from './native-packages.mjs'

/** One file with everything inside, and native packages beside it. What is imported on demand runs on demand. */
export default {
  input: 'src/main.ts',
  platform: 'node',
  plugins: [nativePackages(['libsql'])],
  output: { file: 'dist/main.mjs', format: 'esm', minify: true, codeSplitting: false },
}
