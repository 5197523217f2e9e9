/** Runs both production builds. CI=1 stops uni's command line from reporting each run to its maker. */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const app = fileURLToPath(new URL('.', import.meta.url))
const uni = fileURLToPath(new URL('node_modules/@dcloudio/vite-plugin-uni/bin/uni.js', import.meta.url))

for (const platform of ['mp-weixin', 'h5']) {
  const env = { ...process.env, CI: '1' }
  const { status } = spawnSync(process.execPath, [uni, 'build', '-p', platform], { cwd: app, env, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
