import uniModule from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'

// the plugin is CommonJS with `exports.default`
const uni = uniModule.default ?? uniModule

export default defineConfig({ plugins: [uni()], css: { preprocessorOptions: { scss: { api: 'modern-compiler' } } } })
