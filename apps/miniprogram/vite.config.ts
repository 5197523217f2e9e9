import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { initPreContext } from '@dcloudio/uni-cli-shared'
import uniModule from '@dcloudio/vite-plugin-uni'
import { defineConfig, loadEnv } from 'vite'
import { apiAddress } from './build/api-address'
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
    ...(platform === 'mp-weixin' && { build: { terserOptions: { ecma: 2015, compress: { ecma: 2015, passes: 2 } } } }),
    plugins: [uni(), noBeacon(), uniOverrides(), ...(platform === 'mp-weixin' ? weixin : [])],
    server: {
      host: process.env.UNI_PHONE_LAN === '1' ? '0.0.0.0' : '127.0.0.1',
      port: Number(process.env.H5_PORT ?? 5173),
      strictPort: true,
      proxy: Object.fromEntries(proxied.map((path) => [path, api])),
    },
  }
})
