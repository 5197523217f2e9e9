import { nativePackages } from './native-packages.mjs'
import { thirdPartyNotices } from './third-party-notices.mjs'

export { nativePackages, thirdPartyNotices }

/** @type {typeof import('./index.mjs').serverBundle} */
export function serverBundle() {
  return {
    input: 'src/main.ts',
    platform: 'node',
    transform: { target: 'node20.19' },
    plugins: [nativePackages(['libsql']), thirdPartyNotices()],
    output: { file: 'dist/main.mjs', format: 'esm', minify: true, keepNames: true, codeSplitting: false },
  }
}
