/** Runs what `pnpm build` has made, in this process. It is production unless NODE_ENV says otherwise. */
import { existsSync } from 'node:fs'
import process from 'node:process'

const server = new URL('../apps/server/dist/main.mjs', import.meta.url)

if (existsSync(server)) {
  process.env.NODE_ENV ||= 'production'
  await import(server.href)
} else {
  process.stderr.write(
    '服务端还没有构建：请先运行 pnpm build。\nThe server has not been built yet: run `pnpm build` first.\n',
  )
  process.exitCode = 1
}
