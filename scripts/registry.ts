/** `pnpm registry`: serves every public package of this repository as npm will, until Ctrl-C. */
import { once } from 'node:events'
import process from 'node:process'
import { startRegistry } from '@uni-phone/test-support/packages'

const PORT = 4873

const registry = await startRegistry(PORT)
const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
process.stdout.write('正在构建并发布 Building and publishing …\n')
const published = await Promise.race([registry.publish().then(() => true), stopped.then(() => false)])
if (published)
  process.stdout.write(`可以安装了，例如 Ready to install from, for example:
  npm install @uni-phone/wechat --registry ${registry.url}
按 Ctrl-C 结束，随即忘记一切。 Ctrl-C ends it, and it forgets everything.
`)
await stopped
await registry.stop()
