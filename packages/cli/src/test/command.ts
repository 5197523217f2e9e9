import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import type { Command } from '../command'
import { preloading, withPlainPath } from '../project'

/** `uni-phone test [vitest's arguments]`: runs vitest, which like vite cannot handle every character in a folder's path. */
export const test: Command = {
  summary: { zh: '运行测试（vitest）', en: 'run the tests (vitest)' },
  passesArguments: true,
  run: async ({ root, env, positionals }) => {
    using plain = withPlainPath(root)
    const vitest = join(plain.path, 'node_modules/vitest/vitest.mjs')
    const child = spawn(process.execPath, [vitest, 'run', ...positionals], {
      cwd: plain.path,
      env: { ...env, ...preloading(env, plain.preload) },
      stdio: 'inherit',
    })
    const [code] = (await once(child, 'exit')) as [number | null]
    return code ?? 1
  },
}
