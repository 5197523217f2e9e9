import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { collectOutput, freePort } from '../services/index'
import type { SharedRegistry } from './shared-registry'

/** Variables of the developer, or of a test runner, that would change what a project does. */
const NEUTRAL = {
  ...{ CI: '1', NODE_ENV: '', VITEST: '', WECHAT_APPID: '', WECHAT_SECRET: '', MINIPROGRAM_APPID: '' },
  ...{ DATABASE_URL: '', VITE_API_BASE_URL: '', REDIS_URL: '', LAN_HOST: '127.0.0.1' },
}

function start(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return { child, ...collectOutput(child) }
}

/** Runs a program to its end. Rejects with its output if it fails. */
async function runToEnd(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { child, output } = start(command, args, cwd, env)
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code ?? 'a signal'}:\n${output()}`)
  return output()
}

/** Makes a project in an empty folder, as a stranger does: with npm, from a registry. */
export async function makeProject(registry: SharedRegistry, flags: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-made-'))
  const root = join(folder, 'my-app')
  const env = { ...registry.env, ...NEUTRAL }
  const created = await runToEnd('npm', ['create', 'uni-phone@latest', 'my-app', '--', '--yes', ...flags], folder, env)

  /** Starts a command on a free port and waits for a line of its output. */
  async function launch(command: 'dev' | 'start', ready: RegExp, settings: NodeJS.ProcessEnv = {}) {
    const [api, emulator, h5] = [await freePort(), await freePort(), await freePort()]
    const ports = { PORT: String(api), EMULATOR_PORT: String(emulator), H5_PORT: String(h5) }
    const { child, saw } = start('pnpm', [command], root, { ...env, ...ports, ...settings })
    await saw(ready)
    return {
      h5: `http://127.0.0.1:${h5}/`,
      api: `http://127.0.0.1:${api}`,
      async [Symbol.asyncDispose]() {
        const exit = once(child, 'exit')
        if (child.exitCode === null && child.kill('SIGTERM')) await exit
      },
    }
  }

  return {
    root,
    /** Output of `npm create`. */
    created,
    /** Runs pnpm in the project; rejects with its output if it fails. */
    pnpm: (...args: string[]): Promise<string> => runToEnd('pnpm', args, root, env),
    /** Starts `pnpm dev` on ports of its own and waits until everything is ready. */
    dev: () => launch('dev', /Ctrl-C/),
    /** Starts the built server with `pnpm start`. */
    start: (settings: NodeJS.ProcessEnv) => launch('start', /ready on/, settings),
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type MadeProject = Awaited<ReturnType<typeof makeProject>>
