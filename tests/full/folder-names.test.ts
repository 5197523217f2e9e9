import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { freePort } from '@uni-phone/test-support/services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyProject, type ProjectCopy } from '../commands/project-copy'

const APP_ID = 'wx1111111111111111'
const ACCOUNT = {
  WECHAT_APPID: APP_ID,
  WECHAT_SECRET: 'fedcba9876543210fedcba9876543210',
  VITE_API_BASE_URL: 'https://api.example.com',
}

/** Commands whose whole run takes minutes: the program that they consist of runs on one package instead. */
const ON_ONE_PACKAGE: Readonly<Record<string, readonly string[]>> = {
  lint: ['exec', 'eslint', 'packages/contract/src'],
  'type-check': ['exec', 'tsc', '-p', 'packages/contract/tsconfig.json'],
  test: ['test', '--project', 'contract'],
}

const TO_THEIR_END = ['build', 'format', 'format:check', 'check:secrets', 'check:licences', 'generate']

/** Tested one by one below, or in dev.test.ts. */
const APART = ['dev', 'start', 'emulator', 'diagnose', 'devtools', 'preview', 'upload']

/** Harnesses around the programs that the other commands start. */
const HARNESSES = ['screenshots', 'bench', 'test:full', 'registry', 'changeset', 'release:dry', 'release:version']

describe('in a folder with a space, Chinese and punctuation in its name', () => {
  let project: ProjectCopy

  const textOf = (file: string): string => readFileSync(join(project.root, file), 'utf8')

  /** Writes a program that keeps its arguments. */
  function writeFakeProgram(): { file: string; args: () => string[] } {
    const file = join(project.root, 'fake program.cjs')
    const kept = JSON.stringify(join(project.root, 'arguments'))
    const script = `require('node:fs').writeFileSync(${kept}, JSON.stringify(process.argv.slice(2)))`
    writeFileSync(file, `#!${process.execPath}\n${script}\n`)
    chmodSync(file, 0o755)
    return { file, args: () => JSON.parse(textOf('arguments')) as string[] }
  }

  beforeAll(() => {
    project = copyProject()
    const git = (...args: string[]) => execFileSync('git', args, { cwd: project.root })
    git('init', '-q')
    git('add', '-A')
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'start')
    writeFileSync(join(project.root, `private.${APP_ID}.key`), '')
  })

  afterAll(() => {
    project[Symbol.dispose]()
  })

  test('every command is tested', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: object }
    const tested = [...TO_THEIR_END, ...Object.keys(ON_ONE_PACKAGE), ...APART, ...HARNESSES]
    expect(tested.sort()).toEqual(Object.keys(scripts).sort())
  })

  test.each([...TO_THEIR_END.map((name) => [name]), ...Object.values(ON_ONE_PACKAGE)])('pnpm %s %s', (...args) => {
    const { status, stdout, stderr } = project.pnpm(args.filter((argument) => typeof argument === 'string'))
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' })
  })

  test('what is generated is the same as elsewhere, and what is built is complete', () => {
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: project.root, encoding: 'utf8' })).toBe('')
    const built = ['apps/server/dist/main.mjs', 'apps/miniprogram/dist/build/h5/index.html']
    const compiled = ['app.json', 'theme.json', 'project.config.json', 'common/vendor.js']
    const files = [...built, ...compiled.map((file) => `apps/miniprogram/dist/build/mp-weixin/${file}`)]
    expect(files.filter((file) => !existsSync(join(project.root, file)))).toEqual([])
  })

  test('pnpm start serves what was built', async () => {
    const port = await freePort()
    const env = { ...process.env, PORT: String(port), NODE_ENV: 'development', WECHAT_MODE: 'sandbox' }
    const child = spawn('npx', ['--yes', 'pnpm@12.21.0', 'start'], { cwd: project.root, env, detached: true })
    const isHealthy = () => fetch(`http://127.0.0.1:${port}/healthz`).then(({ ok }) => ok)
    await expect.poll(() => isHealthy().catch(() => false)).toBe(true)
    process.kill(-(child.pid ?? 0), 'SIGTERM')
  })

  test('pnpm emulator and pnpm diagnose', () => {
    expect(project.pnpm(['emulator', '--help'])).toMatchObject({ status: 0 })
    expect(project.pnpm(['diagnose'])).toMatchObject({ status: 0 })
  })

  test('pnpm devtools opens the built mini program', () => {
    const { file, args } = writeFakeProgram()
    expect(project.pnpm(['devtools', '--build'], { WECHAT_DEVTOOLS_CLI: file })).toMatchObject({ status: 0 })
    expect(args()).toEqual(['open', '--project', join(project.root, 'apps/miniprogram/dist/build/mp-weixin')])
  })

  test.each(['preview', 'upload'])('pnpm %s builds the mini program and passes it on', (task) => {
    const { file, args } = writeFakeProgram()
    expect(project.pnpm([task], { ...ACCOUNT, MINIPROGRAM_CI: file })).toMatchObject({ status: 0 })
    expect(args().slice(0, 3)).toEqual([task, '--pp', join(project.root, 'apps/miniprogram/dist/build/mp-weixin')])
    expect(textOf('apps/miniprogram/dist/build/mp-weixin/project.config.json')).toContain(APP_ID)
  })
})
