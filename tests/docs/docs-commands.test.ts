import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { blocks, commandsOf, isCommand, isNamedScript, scriptsNamedIn } from './doc-commands'
import { PAGES } from './doc-pages'
import { freePort } from '@uni-phone/test-support/services'
import { openTestAccounts, startStack } from '@uni-phone/test-support/product'

const reasoned = blocks.filter(({ block }) => block.note !== '')
const checked = blocks.filter(({ block, calls }) => block.note === '' && !calls)
const called = blocks.filter(({ block, calls }) => block.note === '' && calls)

test('a command that no test can run says why', () => {
  for (const { block } of reasoned) expect(block.note).toMatch(/^no-run: .{8}/)
})

/** Who runs a command that is not run here, and by what it is known there. */
const RUN_BY: Readonly<Record<string, readonly [file: string, by: string]>> = {
  'npx pnpm@12.21.0 dev': ['tests/commands/dev-process.ts', "'dev'"],
  'npx pnpm@12.21.0 test': ['.ci/run', 'pnpm@12.21.0 test'],
  'bash .ci/run': ['.github/workflows/ci.yml', '.ci/run'],
  'cp .env.example .env': ['tests/docs/docs.test.ts', "textOf('.env.example')"],
  'pnpm diagnose': ['packages/cli/test/diagnose/diagnose.test.ts', "'diagnose'"],
  'pnpm build': ['.ci/run', 'pnpm build'],
  'pnpm start': ['tests/commands/start.test.ts', 'start.mjs'],
  'pnpm emulator': ['packages/wechat-emulator/test/support/command.ts', 'src/main.ts'],
  'npx @uni-phone/wechat-emulator': ['tests/packaging/published.test.ts', "'@uni-phone/wechat-emulator', '--port'"],
  'npx @uni-phone/wechat-emulator init': ['packages/wechat-emulator/test/command/world.test.ts', "run(['init']"],
  'npx @uni-phone/wechat-emulator --state state.json': [
    'packages/wechat-emulator/test/command/world.test.ts',
    "'--state', 'state.json'",
  ],
  'npx @uni-phone/wechat-emulator --weather busy-evening': [
    'packages/wechat-emulator/test/emulator/weather.test.ts',
    "'--weather', 'busy-evening'",
  ],
  'npx @uni-phone/wechat-emulator record': [
    'packages/wechat-emulator/test/command/recording.test.ts',
    "['record', '--port'",
  ],
  'npx @uni-phone/wechat-emulator verify wechat.recording.jsonl': [
    'packages/wechat-emulator/test/command/recording.test.ts',
    "['verify', file]",
  ],
  'npx @uni-phone/wechat-emulator --help': ['packages/wechat-emulator/test/command/command-line.test.ts', '--help'],
}

test.each(checked.flatMap(({ page, block }) => commandsOf(block).map((command) => ({ page, command }))))(
  '$page: `$command` exists, and a test runs it',
  ({ command }) => {
    expect(isCommand(command)).toBe(true)
    const [file, by] = RUN_BY[command] ?? ['package.json', 'it is in no test: run it in one, or fence it `no-run: why`']
    expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(by)
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

const STACK_PAGES = [
  'README.md',
  'README.zh-CN.md',
  'packages/wechat-emulator/README.md',
  'packages/wechat-emulator/README.zh-CN.md',
]

test('every page whose lines call a server is among those that are run', () => {
  expect([...new Set(called.map(({ page }) => page))].sort()).toEqual([...STACK_PAGES].sort())
})

test.each(STACK_PAGES)('the lines of %s give a number', async (page) => {
  const port = await freePort()
  await using people = await openTestAccounts()
  const { routes } = await import('../../apps/server/src/routes')
  await using stack = await startStack(port, { accounts: people.accounts, routes })
  const output = await runBlocks(page, { 8787: port, 8788: stack.emulator.port })
  expect(output).toContain('"purePhoneNumber":"13800138000"')
  if (page.startsWith('README')) expect(output).toMatch(/\{"account":"[\w-]{36}","orders":\[\]\}/)
})
