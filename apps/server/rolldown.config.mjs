/** One file with everything inside. What is imported on demand runs on demand, all the same. */
export default {
  input: 'src/main.ts',
  platform: 'node',
  output: { file: 'dist/main.mjs', format: 'esm', minify: true, codeSplitting: false },
}
