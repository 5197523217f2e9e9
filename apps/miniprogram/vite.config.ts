import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { initPreContext } from '@dcloudio/uni-cli-shared'
import uniModule from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'
// by path: Vite bundles it then, and Node could not load TypeScript from node_modules
import { readToolConfig, withEnvFile } from '../../packages/config/src/index'
import { h5Accessibility } from './build/h5-accessibility'
import { apiAddress, oneChunk, projectConfig } from './build/mini-program'
import { noBeacon } from './build/no-beacon'
import { noPush } from './build/no-push'
import { uniOverrides } from './build/uni-overrides'

// CommonJS with `exports.default`: some loaders return the whole exports object
const uni = (uniModule as unknown as { default?: typeof uniModule }).default ?? uniModule

const root = fileURLToPath(new URL('../..', import.meta.url))
const config = readToolConfig(withEnvFile(process.env, root))
// set by the `uni` command
const platform = process.env.UNI_PLATFORM ?? 'h5'
const isMiniProgram = platform === 'mp-weixin'
const proxied = config.sandbox ? ['/api', '/_sandbox'] : ['/api']

// code between `#ifdef SANDBOX` and `#endif` is in no other build
initPreContext(platform, { SANDBOX: config.sandbox })

export default defineConfig({
  envDir: root,
  ...(isMiniProgram && {
    // more passes save the phone a few hundred bytes
    build: {
      terserOptions: {
        ecma: 2015,
        compress: { ecma: 2015, passes: 4, keep_fargs: false },
      },
    },
    // a sixth of the runtime; for components written with the Options API, such as uni-ui's
    define: { __VUE_OPTIONS_API__: config.optionsApi },
  }),
  plugins: [
    uni(),
    noBeacon(),
    uniOverrides(),
    ...(isMiniProgram
      ? [noPush(), oneChunk(), projectConfig(config.miniProgramAppId), apiAddress()]
      : [h5Accessibility()]),
  ],
  server: {
    host: config.lan ? '0.0.0.0' : '127.0.0.1',
    port: config.h5Port,
    strictPort: true,
    proxy: Object.fromEntries(proxied.map((path) => [path, config.apiTarget])),
  },
})
