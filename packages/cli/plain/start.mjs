/** Runs the built server of the project in the current folder, in this process. NODE_ENV defaults to production. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const server = join(process.cwd(), 'apps/server/dist/main.mjs')

if (existsSync(server)) {
  process.env.NODE_ENV ||= 'production'
  await import(pathToFileURL(server).href)
} else {
  process.stderr.write(
    '服务端还没有构建：请先运行 pnpm build。\nThe server has not been built yet: run `pnpm build` first.\n',
  )
  process.exitCode = 1
}
