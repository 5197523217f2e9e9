import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { blocks, commandsOf, isCommand, isNamedScript, scriptsNamedIn } from './doc-commands'
import { PAGES } from './doc-pages'
import { freePort } from './free-port'
import { startStack } from './stack'

const reasoned = blocks.filter(({ block }) => block.note !== '')
const checked = blocks.filter(({ block, calls }) => block.note === '' && !calls)
const called = blocks.filter(({ block, calls }) => block.note === '' && calls)

test('a command that no test can run says why', () => {
  for (const { block } of reasoned) expect(block.note).toMatch(/^no-run: .{8}/)
})

test.each(checked.flatMap(({ page, block }) => commandsOf(block).map((command) => ({ page, command }))))(
  '$page: `$command` exists',
  ({ command }) => {
    expect(isCommand(command)).toBe(true)
  },
)

test.each(PAGES)('every script that %s names exists', (page) => {
  expect(scriptsNamedIn(page).filter((command) => !isNamedScript(command))).toEqual([])
})

test.each(['pnpm deploy-it', 'npx pnpm@12.21.0 deploy-it', 'rm -rf .', 'cp .env.nowhere .env'])(
  '`%s` is not taken for a command of ours',
  (line) => {
    expect(isCommand(line)).toBe(false)
  },
)

/** Runs the blocks of a page one after the other, as a reader would; any HTTP error ends it. */
async function runBlocks(page: string, ports: Readonly<Record<string, number>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-docs-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const text = called.flatMap((found) => (found.page === page ? [found.block.text] : [])).join('\n')
  const script = Object.entries(ports).reduce((lines, [from, to]) => lines.replaceAll(`:${from}`, `:${to}`), text)
  const strict = 'set -euo pipefail\ncurl() { command curl --fail-with-body "$@"; echo; }\n'
  const { stdout } = await promisify(execFile)('bash', ['-c', strict + script], { cwd: folder })
  return stdout
}

const STACK_PAGES = ['README.md', 'README.zh-CN.md', 'packages/wechat-emulator/README.md']
const SIGN_IN_PAGES = ['examples/sign-in/README.md', 'examples/sign-in/README.zh-CN.md']

test('every page whose lines call a server is among those that are run', () => {
  expect([...new Set(called.map(({ page }) => page))].sort()).toEqual([...STACK_PAGES, ...SIGN_IN_PAGES].sort())
})

test.each(STACK_PAGES)('the lines of %s give a number', async (page) => {
  const port = await freePort()
  await using stack = await startStack(port)
  const output = await runBlocks(page, { 8787: port, 8788: stack.emulator.port })
  expect(output).toContain('"purePhoneNumber":"13800138000"')
})

async function startSignIn(port: number, env: NodeJS.ProcessEnv) {
  const root = fileURLToPath(new URL('../examples/sign-in', import.meta.url))
  const settings = { PATH: process.env.PATH, PORT: String(port), HOST: '127.0.0.1', WECHAT_MODE: 'sandbox', ...env }
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], { cwd: root, env: settings })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  await expect.poll(() => output).toContain('"port":')
}

test.each(SIGN_IN_PAGES)('the lines of %s sign a person in', async (page) => {
  const [port, emulatorPort] = [await freePort(), await freePort()]
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-people-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  await startSignIn(port, { EMULATOR_PORT: String(emulatorPort), DATABASE_URL: join(folder, 'people.db') })
  expect(await runBlocks(page, { 8787: port })).toContain('"endsIn":"8000"')
})
