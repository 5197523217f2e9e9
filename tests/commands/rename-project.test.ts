import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rewriteEnvFile } from '../../scripts/rename-project/rewrite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string }
/** Whoever has renamed the project has no use for it any more. */
const renameTest = test.skipIf(name !== 'uni-phone')

const NEW_NAMES = ['acme-phone', '--scope', '@acme', '--title', 'Acme 会员', '--appid', 'wx1111111111111111']
let copy: string

const git = (...args: string[]): string => execFileSync('git', args, { cwd: copy, encoding: 'utf8' })
const textOf = (file: string): string => readFileSync(join(copy, file), 'utf8')

/** Files that have a text, among those that the rename does not leave alone. */
function filesWith(text: string): string[] {
  const { stdout } = spawnSync('git', ['grep', '-lF', text], { cwd: copy, encoding: 'utf8' })
  return stdout.split('\n').filter((file) => file !== '' && !/rename-project/.test(file))
}

function rename(...args: string[]) {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  return spawnSync(process.execPath, [tsx, 'scripts/rename-project.ts', ...args], { cwd: copy, encoding: 'utf8' })
}

function copyTrackedFiles(): void {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' })
  for (const file of files.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(root, file), join(copy, file))
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  symlinkSync(join(root, 'packages/contract/node_modules'), join(copy, 'packages/contract/node_modules'))
  writeFileSync(join(copy, '.git-ignored'), '/node_modules\nnode_modules\n')
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'uni-phone-rename-'))
  copyTrackedFiles()
  git('init', '-q')
  git('config', 'core.excludesFile', join(copy, '.git-ignored'))
  git('add', '-A')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'start')
})

afterAll(() => {
  rmSync(copy, { recursive: true })
})

renameTest('what is wrong with the names is told together, and nothing is changed', () => {
  const { status, stderr } = rename('Acme Phone', '--scope', 'acme', '--title', "Acme's", '--appid', 'wx1')
  expect(status).toBe(2)
  for (const words of ['name', '--scope', '--title', '--appid', 'pnpm rename-project']) expect(stderr).toContain(words)
  expect(rename()).toMatchObject({ status: 2 })
  expect(git('status', '--porcelain')).toBe('')
})

renameTest('changes that are not committed are in the way', () => {
  writeFileSync(join(copy, 'new.txt'), '')
  expect(rename(...NEW_NAMES)).toMatchObject({ status: 1, stderr: expect.stringContaining('--force') as string })
  rmSync(join(copy, 'new.txt'))
  expect(git('status', '--porcelain')).toBe('')
})

renameTest('the project has its new names, and what has to stay stays', () => {
  const { status, stdout, stderr } = rename(...NEW_NAMES)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  for (const words of ['packages/contract/package.json', 'LICENSE', 'pnpm install']) expect(stdout).toContain(words)
  expect(filesWith('@uni-phone/')).toEqual([])
  expect(JSON.parse(textOf('package.json'))).toMatchObject({ name: 'acme-phone' })
  expect(JSON.parse(textOf('apps/miniprogram/src/manifest.json'))).toMatchObject({
    name: 'Acme 会员',
    'mp-weixin': { appid: 'wx1111111111111111' },
    h5: { title: 'Acme 会员' },
  })
  expect(textOf('apps/miniprogram/src/pages.json')).toContain('"Acme 会员"')
  expect(textOf('apps/miniprogram/src/texts/messages.ts')).toContain("'Acme 会员'")
  expect(git('diff', '--stat', '--', 'LICENSE', 'packages/server/src/redis/encryption.ts')).toBe('')
  for (const onTheWire of ['urn:uni-phone:error:', 'uni-phone:exchange:', 'uni-phone:limit'])
    expect(filesWith(onTheWire)).toEqual(filesOnceWith(onTheWire))
})

/** The files of the project as it was. */
function filesOnceWith(text: string): string[] {
  const found = git('grep', '-lF', text, 'HEAD').split('\n')
  return found.map((line) => line.replace('HEAD:', '')).filter((file) => file !== '' && !/rename-project/.test(file))
}

renameTest('a project that is renamed is formatted, and its packages find each other', () => {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const changed = git('-c', 'core.quotePath=false', 'diff', '--name-only').trim().split('\n')
  const args = [biome, 'format', '--no-errors-on-unmatched', ...changed]
  expect(spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })).toMatchObject({ status: 0 })
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const checked = spawnSync(process.execPath, [tsc, '-p', 'packages/contract/tsconfig.json'], {
    cwd: copy,
    encoding: 'utf8',
  })
  expect(checked).toMatchObject({ status: 0, stdout: '' })
})

renameTest('the lockfile fits the manifests', () => {
  const args = ['install', '--frozen-lockfile', '--lockfile-only', '--offline', '--config.minimum-release-age=0']
  const { status, stdout, stderr } = spawnSync('npx', ['--yes', 'pnpm@12.21.0', ...args], {
    cwd: copy,
    encoding: 'utf8',
  })
  expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' })
})

renameTest('it is renamed once', () => {
  expect(rename(...NEW_NAMES, '--force')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('acme-phone') as string,
  })
})

test('.env gets the AppID beside its secret, and not without one', () => {
  const secret = 'WECHAT_SECRET=fedcba9876543210fedcba9876543210'
  expect(rewriteEnvFile(`WECHAT_APPID=wx0\n${secret}\n`, 'wx1')).toBe(`WECHAT_APPID=wx1\n${secret}\n`)
  expect(rewriteEnvFile(secret, 'wx1')).toBe(`${secret}\nWECHAT_APPID=wx1\n`)
  expect(rewriteEnvFile('WECHAT_APPID=\nWECHAT_SECRET=\n', 'wx1')).toBeUndefined()
})
