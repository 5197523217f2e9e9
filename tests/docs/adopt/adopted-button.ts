import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const DEPENDENCIES = join(root, 'packages/miniprogram-runner/node_modules')

/** What `create-uni` would have made, and nothing of ours. */
const BARE_APP = {
  'package.json': '{"private":true,"dependencies":{"@dcloudio/uni-app":"*","@dcloudio/uni-mp-weixin":"*"}}',
  'vite.config.mjs': `
    import uni from '@dcloudio/vite-plugin-uni'
    export default { plugins: [(uni.default ?? uni)()] }`,
  'src/App.vue': '<script>export default {}</script>',
  'src/manifest.json': '{"name":"bare","appid":"","vueVersion":"3","uniStatistics":{"enable":false}}',
  'src/pages.json': '{"pages":[{"path":"pages/index/index"}]}',
}

/** Puts the button's folder and the files of its page into a bare uni-app, and builds that; gives the built folder. */
export async function buildWithButton(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-button-'))
  for (const [file, text] of Object.entries({ ...BARE_APP, ...files })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  cpSync(join(root, 'apps/miniprogram/src/phone-number'), join(folder, 'src/phone-number'), { recursive: true })
  symlinkSync(DEPENDENCIES, join(folder, 'node_modules'))
  const output = join(folder, 'output')
  const env = { ...process.env, CI: '1', NODE_ENV: 'production', UNI_OUTPUT_DIR: output }
  await promisify(execFile)(join(folder, 'node_modules/.bin/uni'), ['build', '-p', 'mp-weixin'], { cwd: folder, env })
  return {
    output,
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}
