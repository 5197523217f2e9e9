import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeProject, type Registry, startRegistry } from '@uni-phone/test-support/packages'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ACCOUNT = { WECHAT_APPID: 'wx1111111111111111', WECHAT_SECRET: '0123456789abcdef0123456789abcdef' }
const NEXT_VERSION = '0.99.0'

let registry: Registry

beforeAll(async () => {
  registry = await startRegistry()
  await registry.publish()
})

afterAll(() => registry.stop())

test.each(
  ['app', 'server', 'button'].flatMap((parts) => ['none', 'sqlite', 'postgresql'].map((signIn) => [parts, signIn])),
)('a project of %s with %s type-checks, passes its tests, builds and starts', async (parts = '', signIn = '') => {
  using project = await makeProject(registry, ['--parts', parts, '--sign-in', signIn])
  await project.pnpm('type-check')
  await project.pnpm('test')
  await project.pnpm('build')
  expect(existsSync(join(project.root, 'apps/miniprogram/dist/build/mp-weixin/app.json'))).toBe(parts === 'app')
  await using server = await project.start(ACCOUNT)
  expect((await fetch(`${server.api}/healthz`)).status).toBe(200)
})

test('a project of the version before is upgraded by one command and passes its tests', async () => {
  using project = await makeProject(registry)
  await project.pnpm('install')
  await registry.publishAs(NEXT_VERSION)
  await project.pnpm('-r', 'update', '--latest', '@uni-phone/*')
  const manifest = readFileSync(join(project.root, 'apps/server/package.json'), 'utf8')
  expect(manifest).toContain(`"@uni-phone/server": "${NEXT_VERSION}"`)
  await project.pnpm('type-check')
  expect(await project.pnpm('test')).toMatch(/Test Files .*3 passed/)
})
