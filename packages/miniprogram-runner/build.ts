/** Adds to dist what the package reads at run time, with the licences of the software inside. */
import { readFileSync, writeFileSync } from 'node:fs'
import { readBuiltInStyles } from './src/hosts/chromium/package-server'
import { bundleRuntime } from './src/hosts/shared/index'

const BUNDLED = ['glass-easel', 'glass-easel-miniprogram-adapter', '@dcloudio/uni-components'] as const

const licences = BUNDLED.map((name) => {
  const text = readFileSync(new URL(`./node_modules/${name}/LICENSE`, import.meta.url), 'utf8')
  return `${name}\n${'='.repeat(name.length)}\n\n${text.trim()}\n`
})

writeFileSync('dist/runtime.js', await bundleRuntime())
writeFileSync('dist/built-in-styles.css', readBuiltInStyles())
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', licences.join('\n\n'))
