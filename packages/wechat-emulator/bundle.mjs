/** Makes `dist/emulator.mjs`, which Node runs with nothing installed: the command with the console, the schemas and all licences inside. */
import { readdirSync, readFileSync } from 'node:fs'
import { rolldown } from 'rolldown'
import { thirdPartyNotices } from '@uni-phone/server/rolldown'

const PUBLISHED = /\.(css|html|js|json|svg)$/

function readTexts(folder) {
  const names = readdirSync(folder).filter((name) => PUBLISHED.test(name))
  return names.map((name) => [`${folder}/${name}`, readFileSync(`${folder}/${name}`, 'utf8')])
}

const texts = Object.fromEntries(['console', 'schemas'].flatMap(readTexts))
const ASSETS = `
const texts = ${JSON.stringify(texts)}
export function readAsset(path) {
  if (!Object.hasOwn(texts, path)) throw new Error('no such file')
  return texts[path]
}`

const embedAssets = {
  name: 'embed-assets',
  load: { filter: { id: /src\/assets\.ts$/ }, handler: () => ({ code: ASSETS, moduleType: 'js' }) },
}

const build = await rolldown({
  input: 'src/main.ts',
  platform: 'node',
  transform: { target: 'node20.19' },
  plugins: [embedAssets, thirdPartyNotices()],
})
await build.write({ file: 'dist/emulator.mjs', format: 'esm', minify: true, codeSplitting: false })
await build.close()
