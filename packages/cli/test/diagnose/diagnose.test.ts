import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lookAt, SECRETS } from './diagnosed-machine'

const APP_ID = 'wx1234567890abcdef'
const SECRET = 'fedcba9876543210fedcba9876543210'

test('a sandbox without .env is all green, and the diagnosis says that the sandbox is what runs', async () => {
  const { diagnostics, of, text } = await lookAt()
  expect(diagnostics.filter(({ status }) => status !== 'ok' && status !== 'skipped')).toEqual([])
  expect(of('mode')[0]?.message).toEqual({
    zh: expect.stringContaining('沙箱') as string,
    en: expect.stringContaining('sandbox') as string,
  })
  expect(text).toContain('没有发现问题')
})

test('a Node that is too old is named with the required version', async () => {
  const { of } = await lookAt({ nodeVersion: '18.20.4' })
  expect(of('node')).toMatchObject([{ status: 'failed', message: { en: expect.stringContaining('20.19') as string } }])
})

test.each([
  ['20.19.0', 'ok'],
  ['21.0.0', 'ok'],
  ['20.9.0', 'failed'],
])('Node %s is %s', async (nodeVersion, status) => {
  expect((await lookAt({ nodeVersion })).of('node')).toMatchObject([{ status }])
})

test('a .env that cannot be read is a failure, and what needs it is left out', async () => {
  const { of, diagnostics } = await lookAt({ files: { '.env/not-a-file': '' } })
  expect(of('env-file')).toMatchObject([
    { status: 'failed', message: { en: expect.stringContaining('EISDIR') as string } },
  ])
  expect(diagnostics.filter(({ status }) => status === 'failed')).toHaveLength(1)
})

test.each([
  ['WECHAT_APP_ID', 'WECHAT_APPID'],
  ['WX_APPID', 'WECHAT_APPID'],
  ['WECHAT_APP_SECRET', 'WECHAT_SECRET'],
  ['WECHAT_APPSECRET', 'WECHAT_SECRET'],
  ['REDISURL', 'REDIS_URL'],
  ['LOG_LEVELS', 'LOG_LEVEL'],
  ['VITE_API_BASEURL', 'VITE_API_BASE_URL'],
])('%s in .env: did you mean %s?', async (name, meant) => {
  const { of } = await lookAt({ files: { '.env': `${name}=x\n` } })
  expect(of('env-names')).toMatchObject([{ status: 'warning', advice: { en: `did you mean ${meant}?` } }])
})

test('a misspelt WECHAT_ variable of the shell is seen, too; variables of others are nobody’s business', async () => {
  expect((await lookAt({ env: { WECHAT_APPSECRET: 'x' } })).of('env-names')).toHaveLength(1)
  const others = { files: { '.env': 'DATABASE_URL=x\nSMS_KEY=y\n' }, env: { HOSTS: 'z' } }
  expect((await lookAt(others)).of('env-names')).toEqual([])
})

test.each([
  ['appid', { WECHAT_APPID: 'gh_0123456789ab', WECHAT_SECRET: SECRET }, '原始 ID'],
  ['appid', { WECHAT_APPID: SECRET, WECHAT_SECRET: APP_ID }, '填反'],
  ['secret', { WECHAT_APPID: APP_ID, WECHAT_SECRET: 'abcd********wxyz' }, '打码'],
  ['secret', { WECHAT_APPID: APP_ID }, '.env.example'],
  ['appid', { NODE_ENV: 'production' }, '.env.example'],
  ['config.LOG_LEVEL', { LOG_LEVEL: 'loud' }, '.env.example'],
  ['config.REDIS_URL', { REDIS_URL: `http://:${SECRETS.redisPassword}@127.0.0.1` }, '.env.example'],
  ['config.H5_PORT', { H5_PORT: 'front' }, '.env.example'],
])('%s that cannot be right fails, and what was pasted by mistake is told', async (check, env, advice) => {
  const { of, text } = await lookAt({ env })
  expect(of(check)).toMatchObject([{ status: 'failed', advice: { zh: expect.stringContaining(advice) as string } }])
  expect(text).not.toContain('abcd********wxyz')
})

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const clean = { WECHAT_APPID: '', WECHAT_SECRET: '', NODE_ENV: '', REDIS_URL: '', VITE_API_BASE_URL: '' }
  return spawnSync(process.execPath, ['--import', 'tsx', 'packages/cli/src/main.ts', 'diagnose', ...args], {
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
    env: { ...process.env, ...clean, ...env },
    encoding: 'utf8',
  })
}

test('the exit code is 1 where something failed, and --json is one JSON document', () => {
  const { status, stdout } = run(['--json'], { WECHAT_APPID: APP_ID })
  expect(status).toBe(1)
  const { ok, diagnostics } = JSON.parse(stdout) as { ok: boolean; diagnostics: object[] }
  expect(ok).toBe(false)
  expect(diagnostics).toContainEqual(expect.objectContaining({ check: 'secret', status: 'failed' }))
})

test('the exit code is 0 if no check failed, and 2 for wrong usage', () => {
  expect(run([])).toMatchObject({ status: 0, stderr: '' })
  expect(run(['--yaml'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('pnpm diagnose [--json]') as string,
  })
})
