import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import type { SharedRegistry } from '@uni-phone/test-support/packages'

const run = promisify(execFile)

const { catalog } = parse(readFileSync(new URL('../../../pnpm-workspace.yaml', import.meta.url), 'utf8')) as {
  catalog: Readonly<Record<string, string>>
}

/** A package of others at the version that this repository uses. */
const atPinnedVersion = (name: string): string => (name in catalog ? `${name}@${catalog[name] ?? ''}` : name)

export interface Service extends AsyncDisposable {
  readonly url: string
}

/** The address that a process says it is ready on. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output')
  for await (const line of createInterface(child.stdout)) {
    const [, port] = /(?:ready on|port) .*?(\d{4,5})\b/.exec(line) ?? []
    if (port !== undefined) return `http://127.0.0.1:${port}`
  }
  throw new Error('the process has ended')
}

/** An empty folder of somebody who has only Node, npm and a registry. */
export function openStranger(registry: SharedRegistry) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-stranger-'))

  function write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
  }

  async function serve(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Service> {
    const options = { cwd: folder, env: { ...registry.env, ...env }, detached: true }
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] })
    const stop = async (): Promise<void> => {
      if (child.pid === undefined || child.exitCode !== null) return
      const gone = once(child, 'exit')
      // npx has children
      process.kill(-child.pid)
      await gone
    }
    return { url: await addressOf(child), [Symbol.asyncDispose]: stop }
  }

  return {
    folder,
    write,
    /** Installs with pnpm, which lets a package import nothing but what it declares. */
    async install(...packages: string[]): Promise<void> {
      write({
        'package.json': '{"private":true,"type":"module"}',
        'pnpm-workspace.yaml': 'allowBuilds: { esbuild: false }\nminimumReleaseAge: 0\n',
      })
      await run('pnpm', ['add', ...packages.map(atPinnedVersion)], { cwd: folder, env: registry.env })
    },
    /** Runs a program to its end and gives what it prints; rejects with what it prints if it fails. */
    run: async (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> =>
      (await run(command, args, { cwd: folder, env: { ...registry.env, ...env } })).stdout,
    /** Starts a server, until it says where it is ready. */
    serve,
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}

export type Stranger = ReturnType<typeof openStranger>
