import { spawn } from 'node:child_process'
import { mkdirSync, chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { findDevToolsCli, openInDevTools } from '../src/devtools'
import { planUpload, runMiniprogramCi } from '../src/upload'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const APP_ID = 'wx1111111111111111'
const NOTHING = { MINIPROGRAM_APPID: '', WECHAT_APPID: '', WECHAT_UPLOAD_KEY: '', VITE_API_BASE_URL: '' }

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-scripts-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}

/** A program that writes down what it is asked, says something, and ends. */
function fakeCli({ says = '', exitCode = 0, waits = false } = {}) {
  const folder = temporaryFolder()
  const [file, heard] = [join(folder, 'cli'), join(folder, 'heard')]
  const script = `#!${process.execPath}
require('node:fs').writeFileSync(${JSON.stringify(heard)}, JSON.stringify(process.argv.slice(2)))
console.error(${JSON.stringify(says)})
process.exitCode = ${exitCode}
${waits ? 'setInterval(() => undefined, 1000)' : ''}
`
  writeFileSync(file, script)
  chmodSync(file, 0o755)
  return { file, heard: () => JSON.parse(readFileSync(heard, 'utf8')) as string[] }
}

async function run(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'packages/cli/src/main.ts', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { status, output }
}

test('DevTools is asked to open the project', async () => {
  const { file, heard } = fakeCli()
  expect(await openInDevTools(file, '/a project/mp-weixin')).toEqual({ opened: true })
  expect(heard()).toEqual(['open', '--project', '/a project/mp-weixin'])
})

test('a service port that is off is told apart, and its question is not waited for', async () => {
  const says = '[error] IDE service port disabled. To use CLI Call, please enter y\n? Enable IDE Service (y/N)'
  const { file } = fakeCli({ says, waits: true })
  expect(await openInDevTools(file, '/project')).toMatchObject({ opened: false, portIsOff: true })
})

test('any other failure comes with what DevTools said', async () => {
  const { file } = fakeCli({ says: 'not logged in', exitCode: 1 })
  const result = await openInDevTools(file, '/project')
  expect(result).toMatchObject({ opened: false, portIsOff: false, output: 'not logged in\n' })
})

test('the named command line is taken, and where there is none nothing is guessed', () => {
  const { file } = fakeCli()
  expect(findDevToolsCli(file, 'linux')).toBe(file)
  expect(findDevToolsCli('/not/there', 'darwin')).toBeUndefined()
  expect(findDevToolsCli(undefined, 'linux')).toBeUndefined()
})

test('pnpm devtools says where DevTools is to be had', async () => {
  const { status, output } = await run(['devtools'], { WECHAT_DEVTOOLS_CLI: '/not/there' })
  expect(status).toBe(1)
  expect(output).toContain('devtools/download.html')
  expect(output).toContain('WECHAT_DEVTOOLS_CLI')
})

test('pnpm upload names all that is missing and where to get it', async () => {
  const { status, output } = await run(['upload'], NOTHING)
  expect(status).toBe(1)
  for (const words of ['WECHAT_APPID', '小程序代码上传', 'VITE_API_BASE_URL is missing'])
    expect(output).toContain(words)
})

test('an upload refuses an http address, a preview on the LAN does not', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, `private.${APP_ID}.key`), '')
  const env = { WECHAT_APPID: APP_ID, VITE_API_BASE_URL: 'http://192.168.1.2:8787' }
  expect(planUpload('upload', { root: folder, env })).toEqual({
    problems: [expect.stringContaining('VITE_API_BASE_URL is not https')],
  })
  const plan = { appId: APP_ID, keyFile: join(folder, `private.${APP_ID}.key`) }
  expect(planUpload('preview', { root: folder, env })).toEqual(plan)
  const secure = { WECHAT_APPID: APP_ID, VITE_API_BASE_URL: 'https://api.example.com' }
  expect(planUpload('upload', { root: folder, env: secure })).toEqual(plan)
  const trial = { ...secure, VITE_API_BASE_URL_TRIAL: 'http://trial.example.com' }
  expect(planUpload('upload', { root: folder, env: trial })).toHaveProperty('problems')
})

test('an upload takes the AppID of manifest.json, but for the one that means tourist mode', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, `private.${APP_ID}.key`), '')
  mkdirSync(join(folder, 'apps/miniprogram/src'), { recursive: true })
  const planWith = (appid: string) => {
    writeFileSync(join(folder, 'apps/miniprogram/src/manifest.json'), JSON.stringify({ 'mp-weixin': { appid } }))
    return planUpload('preview', { root: folder, env: {} })
  }
  expect(planWith(APP_ID)).toMatchObject({ appId: APP_ID })
  expect(planWith('touristappid')).toMatchObject({
    problems: [expect.stringContaining('WECHAT_APPID'), expect.anything()],
  })
})

test('miniprogram-ci gets project, key, AppID and version, and its exit code is ours', () => {
  const { file, heard } = fakeCli({ exitCode: 3 })
  const task = { appId: APP_ID, keyFile: 'k', project: '/p/mp', version: '1.2.3', description: 'd' }
  expect(runMiniprogramCi({ ...task, task: 'upload' }, file)).toBe(3)
  expect(heard().join(' ')).toBe(`upload --pp /p/mp --pkp k --appid ${APP_ID} --uv 1.2.3 --ud d -r 1`)
  runMiniprogramCi({ ...task, task: 'preview' }, file)
  expect(heard()).toEqual(expect.arrayContaining(['preview', '--qrcode-format', 'image', '/p/preview.jpg']))
})
