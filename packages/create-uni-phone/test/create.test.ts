import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { create, makeFolder, REPOSITORY, VERSION } from './made-project'

const containing = (text: string): string => expect.stringContaining(text) as string

test('--yes makes a project with the defaults and says what comes next', async () => {
  const { cwd, names, output, refusal } = await create(['my-app', '--yes'])
  expect(refusal).toBeUndefined()
  expect(names).toEqual(['my-app'])
  expect(output).toContain('npx pnpm@12.21.0 dev')
  expect(JSON.parse(readFileSync(join(cwd, 'my-app/package.json'), 'utf8'))).toMatchObject({ name: 'my-app' })
  expect(readFileSync(join(cwd, 'my-app/apps/server/package.json'), 'utf8')).toContain('"@my-app/server"')
})

test('flags answer everything', async () => {
  const flags = ['--scope', '@acme', '--title', 'Acme 会员', '--appid', 'wx1111111111111111', '--language', 'en']
  const { cwd } = await create(['sub/acme-phone', '-y', ...flags])
  const textOf = (file: string): string => readFileSync(join(cwd, 'sub/acme-phone', file), 'utf8')
  expect(JSON.parse(textOf('apps/miniprogram/src/manifest.json'))).toMatchObject({
    name: 'Acme 会员',
    'mp-weixin': { appid: 'wx1111111111111111' },
    h5: { title: 'Acme 会员' },
  })
  expect(textOf('apps/miniprogram/index.html')).toContain('<title>Acme 会员</title>')
  expect(textOf('apps/miniprogram/package.json')).toContain('"@acme/miniprogram"')
  expect(textOf('README.md')).toContain('## Start')
})

test('--dry-run lists the files and makes none', async () => {
  const { names, output } = await create(['my-app', '--yes', '--dry-run'])
  expect(output.split('\n')).toEqual(expect.arrayContaining(['.gitignore', 'apps/server/src/on-phone-number.ts']))
  expect(names).toEqual([])
})

test('--help and --version answer and make nothing', async () => {
  const help = await create(['--help'])
  expect(help).toMatchObject({ names: [], output: containing('--sign-in') })
  expect(await create(['-v'])).toMatchObject({ names: [], output: `${VERSION}\n` })
})

test.each([
  ['a name with capitals', ['My App', '--yes'], 'My App：'],
  ['a name that goes nowhere', ['..', '--yes'], '..：'],
  ['a scope without @', ['my-app', '--yes', '--scope', 'acme'], '--scope：'],
  ['a title with a quote', ['my-app', '--yes', '--title', "Acme's"], '--title：'],
  ['an AppID that is too short', ['my-app', '--yes', '--appid', 'wx1'], '--appid：wx'],
  ['an AppSecret in place of the AppID', ['my-app', '-y', '--appid', '0123456789abcdef0123456789abcdef'], '--appid：'],
  ['parts that do not exist', ['my-app', '--yes', '--parts', 'all'], '--parts：'],
  ['a sign-in that does not exist', ['my-app', '--yes', '--sign-in', 'mysql'], '--sign-in：'],
  ['a flag that does not exist', ['my-app', '--force'], '--force'],
  ['two folders', ['one', 'two', '--yes'], 'Only one'],
  ['no terminal', ['my-app'], '--yes'],
])('%s is wrong usage, and nothing is made', async (_, args, message) => {
  const { names, refusal } = await create(args)
  expect(refusal).toMatchObject({ exitCode: 2, message: containing(message) })
  expect(names).toEqual([])
})

test('every mistake is named at once', async () => {
  const { refusal } = await create(['App', '--yes', '--scope', 'acme', '--appid', 'wx1'])
  for (const name of ['App：', '--scope：', '--appid：']) expect(refusal?.message).toContain(name)
})

test('a folder that exists is refused and keeps its files', async () => {
  const cwd = makeFolder()
  mkdirSync(join(cwd, 'my-app'))
  writeFileSync(join(cwd, 'my-app/mine.txt'), 'mine')
  for (const args of [['--yes'], ['--yes', '--dry-run']]) {
    const { names, refusal } = await create(['my-app', ...args], { cwd })
    expect(refusal).toMatchObject({ exitCode: 1, message: containing('exists already') })
    expect(names).toEqual(['my-app'])
  }
  expect(readFileSync(join(cwd, 'my-app/mine.txt'), 'utf8')).toBe('mine')
})

test.each([
  ['18.20.4', 'is too old'],
  ['20.9.0', 'is too old'],
])('Node %s is told that it is too old', (version, message) => {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`
  const bin = join(REPOSITORY, 'packages/create-uni-phone/bin/create-uni-phone.mjs')
  const { status, stderr } = spawnSync(process.execPath, ['--import', pretend, bin], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 1, stderr: containing(message) })
})
