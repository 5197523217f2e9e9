import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))
const TSX = import.meta.resolve('tsx')
const FILE = /^```\w+ (\S+)\n([\s\S]*?)^```$/gm

function writeExample(): string {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-readme-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  for (const [, path = '', text = ''] of readFileSync(join(PACKAGE, 'README.md'), 'utf8').matchAll(FILE)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  mkdirSync(join(folder, 'node_modules/@uni-phone'), { recursive: true })
  symlinkSync(PACKAGE, join(folder, 'node_modules/@uni-phone/miniprogram-runner'), 'junction')
  return folder
}

describe('the README', () => {
  test('has an example whose three tests pass', async () => {
    const args = ['--import', TSX, '--test', '--test-reporter', 'tap', 'phone.test.mjs']
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: writeExample() })
    expect(stdout).toContain('# pass 3')
    expect(stdout).toContain('# fail 0')
  })
})
