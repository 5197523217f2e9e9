import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const CRUISER = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')

/** Runs the rules over files in a folder of their own; returns which file breaks which rule. */
async function findViolations(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-boundaries-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  for (const [path, text] of Object.entries({ 'tsconfig.json': '{}', ...files })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const args = [CRUISER, '--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', '.']
  const options = { cwd: folder, maxBuffer: 10_000_000 }
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error: unknown) => {
    return error as { stdout: string }
  })
  const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } }
  return [...new Set(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`))].sort()
}

const VALUE = 'export const value = 1\n'

/** One wrong import for each rule, and one right one. */
const TREE = {
  'packages/config/src/a.ts': "import type { B } from './b'\nexport type A = B\n",
  'packages/config/src/b.ts': "import type { A } from './a'\nexport type B = A | 1\n",
  'packages/config/test/a.ts': "import '../../server/test/setup'\n",
  'packages/server/src/app.ts': "import './redis/a'\n",
  'packages/server/src/http/b.ts': "import '../redis/a'\n",
  'packages/server/src/http/right.ts': "import '../redis'\n",
  'packages/server/src/index.ts': VALUE,
  'packages/server/src/redis/a.ts': VALUE,
  'packages/server/src/redis/index.ts': VALUE,
  'packages/server/test/setup.ts': VALUE,
  'packages/test-support/src/index.ts': VALUE,
  'packages/wechat/src/a.ts': "import '../../server/src/index'\nimport '../../test-support/src/index'\n",
  'apps/miniprogram/src/a.vue': '<script setup lang="ts">\nimport \'../../../packages/server/src/index\'\n</script>\n',
  'tests/docs/b.ts': "import '../../packages/server/src/redis/a'\n",
}

test('lint names a wrong import of each kind, in components and among types as well', async () => {
  expect(await findViolations(TREE)).toEqual([
    'apps/miniprogram/src/a.vue: arrows of apps/miniprogram',
    'packages/config/src/a.ts: no cycles',
    'packages/config/test/a.ts: packages have one door',
    'packages/server/src/app.ts: the root goes through doors',
    'packages/server/src/http/b.ts: rooms have one door',
    'packages/wechat/src/a.ts: arrows of packages/wechat',
    'packages/wechat/src/a.ts: the product needs no test support',
    'tests/docs/b.ts: tests, bench and scripts use public entries',
  ])
})
