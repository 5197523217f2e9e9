import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { packPackage } from '@uni-phone/test-support/packages'

const EXPRESS = 'express@5.3.0'
const run = promisify(execFile)

/** An empty folder in which someone has installed our packages and Express; nothing where npm reaches no registry. */
export async function installParts() {
  const folder = await mkdtemp(join(tmpdir(), 'uni-phone-adopt-'))
  const tarballs = [await packPackage('wechat', folder), await packPackage('wechat-emulator', folder)]
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}')
  try {
    await run('npm', ['install', ...tarballs, EXPRESS, '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder })
    return openFolder(folder)
  } catch (error) {
    if (process.env.CI !== undefined) throw error
    process.stderr.write('The recipes of docs/adopt.md are not run: npm could not install what they depend on\n')
    return undefined
  }
}

function openFolder(folder: string) {
  const environment = (changes: NodeJS.ProcessEnv) => ({ PATH: process.env.PATH, ...changes })
  return {
    write: (file: string, text: string) => writeFile(join(folder, file), text),
    async node(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
      return (await run(process.execPath, args, { cwd: folder, env: environment(env) })).stdout
    },
    /** Starts a server, and gives its address when it has said on which port it is ready. */
    async serve(file: string, env: NodeJS.ProcessEnv, port = 0) {
      const options = { cwd: folder, env: environment({ PORT: String(port), ...env }) }
      const child = spawn(process.execPath, [file], { ...options, stdio: ['ignore', 'pipe', 'inherit'] })
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
      const url = `http://127.0.0.1:${/\d+/.exec(line)?.[0] ?? ''}`
      return { url, [Symbol.dispose]: () => void child.kill() }
    },
    remove: () => rm(folder, { recursive: true }),
  }
}
