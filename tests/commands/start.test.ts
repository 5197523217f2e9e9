import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../../packages/cli/plain/start.mjs', import.meta.url))

/** What `pnpm start` does where the built server is this program, or where there is none. */
function start(server: string | undefined, env: NodeJS.ProcessEnv = {}) {
  const root = mkdtempSync(join(tmpdir(), 'uni-phone-start-'))
  onTestFinished(() => {
    rmSync(root, { recursive: true })
  })
  mkdirSync(join(root, 'apps/server/dist'), { recursive: true })
  if (server !== undefined) writeFileSync(join(root, 'apps/server/dist/main.mjs'), server)
  const clean = { ...process.env, NODE_ENV: '' }
  return spawnSync(process.execPath, [SCRIPT], { cwd: root, env: { ...clean, ...env }, encoding: 'utf8' })
}

test('without a build it says to build, and nothing else', () => {
  const { status, stdout, stderr } = start(undefined)
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain('pnpm build')
  expect(stderr).not.toMatch(/^\s+at |Error/m)
})

test('what was built runs in production, unless the environment says otherwise', () => {
  const server = 'process.stdout.write(process.env.NODE_ENV)'
  expect(start(server)).toMatchObject({ status: 0, stdout: 'production' })
  expect(start(server, { NODE_ENV: 'development' })).toMatchObject({ stdout: 'development' })
})
