import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { initPreContext, preHtml, preJs } from '@dcloudio/uni-cli-shared'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vitest/config'

/** Runs uni-app's own #ifdef preprocessor, so that pages are tested as compiled for WeChat, without the sandbox. */
function ifdef(): Plugin {
  initPreContext('mp-weixin', { SANDBOX: false })
  return {
    name: 'uni-ifdef',
    enforce: 'pre',
    transform(code, id) {
      if (!code.includes('#if')) return null
      if (id.endsWith('.vue')) return { code: preJs(preHtml(code, id), id), map: null }
      return id.endsWith('.ts') ? { code: preJs(code, id), map: null } : null
    },
  }
}

// typed for the app's own vite; vitest brings another
const vuePlugin = (options: Parameters<typeof vue>[0]) => vue(options) as unknown as Plugin

const isCustomElement = (tag: string) => ['view', 'text', 'button'].includes(tag)

// the path that Vite is given for a folder with special characters in its name, see plain-path.mjs
const testUniApp = realpathSync(fileURLToPath(new URL('./test/support/uni-app.ts', import.meta.url)))

export default defineConfig({
  resolve: {
    alias: { '@dcloudio/uni-app': testUniApp },
  },
  plugins: [ifdef(), vuePlugin({ template: { compilerOptions: { isCustomElement } } })],
  test: {
    name: 'miniprogram',
    environment: 'happy-dom',
    include: ['test/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
