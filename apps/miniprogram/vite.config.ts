import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { initPreContext } from '@dcloudio/uni-cli-shared'
import uniModule from '@dcloudio/vite-plugin-uni'
import { defineConfig, loadEnv } from 'vite'
import { apiAddress } from './build/api-address'
import { h5Accessibility } from './build/h5-accessibility'
import { noBeacon } from './build/no-beacon'
import { oneChunk } from './build/one-chunk'
import { projectConfig } from './build/project-config'
import { uniOverrides } from './build/uni-overrides'

// CommonJS with `exports.default`: depending on the loader the whole exports object arrives
const uni = (uniModule as unknown as { default?: typeof uniModule }).default ?? uniModule

const root = fileURLToPath(new URL('../..', import.meta.url))
const platform = process.env.UNI_PLATFORM ?? 'h5'
const sandbox = process.env.UNI_PHONE_SANDBOX === '1'
const api = process.env.API_TARGET ?? 'http://127.0.0.1:8787'

// a sixth of the runtime; for owners who add components written with the Options API, as uni-ui's are
const optionsApi = process.env.UNI_PHONE_OPTIONS_API === '1'

const proxied = sandbox ? ['/api', '/_sandbox'] : ['/api']

// what stands between `#ifdef SANDBOX` and `#endif` is in no other build
initPreContext(platform, { SANDBOX: sandbox })

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, root, ['VITE_API_BASE_URL', 'MINIPROGRAM_APPID', 'WECHAT_APPID'])
  const weixin = [
    oneChunk(),
    projectConfig(env.MINIPROGRAM_APPID || env.WECHAT_APPID),
    apiAddress(env.VITE_API_BASE_URL),
  ]
  return {
    envDir: root,
    // a second look at the mini program saves a phone a few hundred bytes
    ...(platform === 'mp-weixin' && {
      build: { terserOptions: { ecma: 2015, compress: { ecma: 2015, passes: 2 } } },
      define: { __VUE_OPTIONS_API__: optionsApi },
    }),
    plugins: [uni(), noBeacon(), uniOverrides(), ...(platform === 'mp-weixin' ? weixin : [h5Accessibility()])],
    server: {
      host: process.env.UNI_PHONE_LAN === '1' ? '0.0.0.0' : '127.0.0.1',
      port: Number(process.env.H5_PORT ?? 5173),
      strictPort: true,
      proxy: Object.fromEntries(proxied.map((path) => [path, api])),
    },
  }
})
