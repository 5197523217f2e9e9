import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lookAt, SECRETS, startWebServer } from './diagnosed-machine'
import { freePort } from '@uni-phone/test-support/services'
import { startStack } from '@uni-phone/test-support/product'

const APP_ID = 'wx1234567890abcdef'
const SECRET = 'fedcba9876543210fedcba9876543210'

test('a sandbox without .env is all green, and the diagnosis says that the sandbox is what runs', async () => {
  const { findings, of, text } = await lookAt()
  expect(findings.filter(({ status }) => status !== 'ok' && status !== 'skipped')).toEqual([])
  expect(of('mode')[0]?.found).toEqual({
    zh: expect.stringContaining('沙箱') as string,
    en: expect.stringContaining('sandbox') as string,
  })
  expect(text).toContain('没有发现问题')
})

test('Node and pnpm that are too old are named with what is needed', async () => {
  const { of } = await lookAt({ nodeVersion: '18.20.4', env: { npm_config_user_agent: 'pnpm/9.1.0 npm/?' } })
  expect(of('node')).toMatchObject([{ status: 'failed', found: { en: expect.stringContaining('20.19') as string } }])
  expect(of('pnpm')).toMatchObject([
    { status: 'failed', advice: { zh: expect.stringContaining('pnpm@12.21.0') as string } },
  ])
})

test.each([
  ['20.19.0', 'ok'],
  ['21.0.0', 'ok'],
  ['20.9.0', 'failed'],
])('Node %s is %s', async (nodeVersion, status) => {
  expect((await lookAt({ nodeVersion })).of('node')).toMatchObject([{ status }])
})

test('without pnpm around it, nothing is said of its version', async () => {
  expect((await lookAt({ env: { npm_config_user_agent: '' } })).of('pnpm')).toMatchObject([{ status: 'skipped' }])
})

test('a port that another program has taken is named with its variable; one of development alone is a warning', async () => {
  const other = await startWebServer((_, response) => response.end('hello'))
  const { of } = await lookAt({ env: { PORT: String(other.port) } })
  expect(of('port.server')).toMatchObject([
    { status: 'failed', found: { en: expect.stringContaining(String(other.port)) as string } },
  ])
  expect(of('port.server')[0]?.advice?.zh).toContain('PORT')
  expect((await lookAt({ env: { H5_PORT: String(other.port) } })).of('port.h5')).toMatchObject([{ status: 'warning' }])
  const metrics = { METRICS_PORT: String(other.port) }
  expect((await lookAt({ env: metrics })).of('port.metrics')).toMatchObject([{ status: 'failed' }])
})

test('a port that our own server or emulator has taken is in order, and said to be so', async () => {
  const port = await freePort()
  await using stack = await startStack(port)
  const env = { PORT: String(port), EMULATOR_PORT: String(stack.emulator.port) }
  const { of } = await lookAt({ env })
  for (const check of ['port.server', 'port.emulator'])
    expect(of(check)).toMatchObject([{ status: 'ok', found: { zh: expect.stringContaining('正在运行') as string } }])
})

test('a metrics port that serves metrics is in order', async () => {
  const metrics = await startWebServer((_, response) => response.end('# HELP process_cpu_seconds_total CPU\n'))
  const { of } = await lookAt({ env: { METRICS_PORT: String(metrics.port) } })
  expect(of('port.metrics')).toMatchObject([{ status: 'ok' }])
})

test('a HOST that is not of this machine is named', async () => {
  const { of } = await lookAt({ env: { HOST: '203.0.113.7' } })
  expect(of('port.server')).toMatchObject([
    { status: 'failed', found: { en: expect.stringContaining('HOST=203.0.113.7') as string } },
  ])
})

test('a .env that cannot be read is a failure, and what needs it is left out', async () => {
  const { of, findings } = await lookAt({ files: { '.env/not-a-file': '' } })
  expect(of('env-file')).toMatchObject([
    { status: 'failed', found: { en: expect.stringContaining('EISDIR') as string } },
  ])
  expect(findings.filter(({ status }) => status === 'failed')).toHaveLength(1)
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
  ['secret', { WECHAT_APPID: APP_ID }, 'configuration.md'],
  ['appid', { NODE_ENV: 'production' }, 'configuration.md'],
  ['config.LOG_LEVEL', { LOG_LEVEL: 'loud' }, 'configuration.md'],
  ['config.REDIS_URL', { REDIS_URL: `http://:${SECRETS.redisPassword}@127.0.0.1` }, 'configuration.md'],
  ['config.H5_PORT', { H5_PORT: 'front' }, 'configuration.md'],
])('%s that cannot be right fails, and what was pasted by mistake is told', async (check, env, advice) => {
  const { of, text } = await lookAt({ env })
  expect(of(check)).toMatchObject([{ status: 'failed', advice: { zh: expect.stringContaining(advice) as string } }])
  expect(text).not.toContain('abcd********wxyz')
})

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const clean = { WECHAT_APPID: '', WECHAT_SECRET: '', NODE_ENV: '', REDIS_URL: '', VITE_API_BASE_URL: '' }
  return spawnSync(process.execPath, ['--import', 'tsx', 'scripts/diagnose.ts', ...args], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: { ...process.env, ...clean, ...env },
    encoding: 'utf8',
  })
}

test('the exit code is 1 where something failed, and --json is one JSON document', () => {
  const { status, stdout } = run(['--json'], { WECHAT_APPID: APP_ID })
  expect(status).toBe(1)
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: object[] }
  expect(ok).toBe(false)
  expect(findings).toContainEqual(expect.objectContaining({ check: 'secret', status: 'failed' }))
})

test('the exit code is 0 where nothing failed, and 2 for a wrong usage', async () => {
  const env = {
    PORT: String(await freePort()),
    EMULATOR_PORT: String(await freePort()),
    H5_PORT: String(await freePort()),
  }
  expect(run([], env)).toMatchObject({ status: 0, stderr: '' })
  expect(run(['--yaml'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('pnpm diagnose [--json]') as string,
  })
})
