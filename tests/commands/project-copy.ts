import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Characters that file managers put into names, or let people put there; `\ / : * ? " < > |` are refused by Windows. */
const AWKWARD_NAME = "我的 项目's C# & (1) [x] {y} 100%25 a+b!@$;,=~`^"

const PNPM = ['npx', '--yes', 'pnpm@12.21.0'] as const

export interface ProjectCopy extends Disposable {
  readonly root: string
  /** Runs pnpm in the copy, to its end. */
  readonly pnpm: (args: readonly string[], env?: NodeJS.ProcessEnv) => ReturnType<typeof runIn>
}

function runIn(folder: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const [npx, ...pnpm] = PNPM
  return spawnSync(npx, [...pnpm, ...args], { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' })
}

/** Copies the project into a folder with an awkward name and installs it there from pnpm's store. */
export function copyProject(): ProjectCopy {
  const parent = mkdtempSync(join(tmpdir(), 'uni-phone-copy-'))
  const copy = join(parent, AWKWARD_NAME)
  const files = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(root, name))))
    cpSync(join(root, file), join(copy, file))
  const { status, stdout } = runIn(copy, ['install', '--offline', '--frozen-lockfile'], {})
  if (status !== 0) throw new Error(stdout)
  return {
    root: copy,
    pnpm: (args, env = {}) => runIn(copy, args, env),
    [Symbol.dispose]: () => {
      rmSync(parent, { recursive: true, force: true })
    },
  }
}
