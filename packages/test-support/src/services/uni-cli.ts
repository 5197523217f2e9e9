import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const app = path.resolve(import.meta.dirname, '../../../../apps/miniprogram')
const bin = path.join(app, 'node_modules/@dcloudio/vite-plugin-uni/bin/uni.js')

/** Clears every variable with which the developer's environment or `.env` could change a build. */
const NEUTRAL = {
  CI: '1',
  VITE_API_BASE_URL: '',
  MINIPROGRAM_APPID: '',
  WECHAT_APPID: '',
  UNI_PHONE_SANDBOX: '',
  UNI_PHONE_LAN: '',
  // makes uni-app serve a CommonJS Vue, which no browser loads
  VITEST: '',
}

type Env = Record<string, string>

function start(args: string[], env: Env) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: app,
    env: { ...process.env, NODE_ENV: '', UNI_PLATFORM: '', ...NEUTRAL, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  return { child, output: () => output }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill()
  await ended
}

/** Resolves once the output contains `words`; rejects with the output if the process ends first. */
function said({ child, output }: ReturnType<typeof start>, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (output().includes(words)) resolve()
    }
    child.stdout.on('data', look)
    child.on('exit', () => {
      reject(new Error(output()))
    })
  })
}

/** Runs a production build, or with `watch` the first build of the development watcher. */
export async function buildApp(platform: 'h5' | 'mp-weixin', env: Env, watch = false) {
  const folder = mkdtempSync(path.join(tmpdir(), 'uni-phone-build-'))
  const run = start([...(watch ? [] : ['build']), '-p', platform], { ...env, UNI_OUTPUT_DIR: folder })
  await said(run, 'DONE  Build complete.')
  if (watch) await stop(run.child)
  else if (run.child.exitCode === null) await once(run.child, 'exit')
  return { folder, files: readTree(folder), output: run.output() }
}

/** Starts the H5 development server and waits until it is ready. */
export async function startDevServer(env: Env) {
  const run = start([], env)
  await said(run, 'ready in')
  return { stop: () => stop(run.child) }
}

function readTree(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name)
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]
    }),
  )
}
