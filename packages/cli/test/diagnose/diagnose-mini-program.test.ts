import { expect, test } from 'vitest'
import { lookAt, startWebServer } from './diagnosed-machine'
import { freePort } from '@uni-phone/test-support/services'
import { startStack } from '@uni-phone/test-support/product'

const ACCOUNT = {
  WECHAT_APPID: 'wx1234567890abcdef',
  WECHAT_SECRET: 'fedcba9876543210fedcba9876543210',
  WECHAT_API_BASE_URL: 'http://127.0.0.1:1',
}
const BUILT = 'apps/miniprogram/dist/build/mp-weixin/project.config.json'

const containing = (text: string): string => expect.stringContaining(text) as string

const askAt = async (address: string) => (await lookAt({ env: { VITE_API_BASE_URL: address } })).of('VITE_API_BASE_URL')

test('without an address a sandbox is in order, and an account is warned', async () => {
  expect(await askAt('')).toMatchObject([{ status: 'skipped' }])
  expect((await lookAt({ env: ACCOUNT })).of('VITE_API_BASE_URL')).toMatchObject([{ status: 'warning' }])
})

test('an address that is our server, but on loopback and without https, is warned of', async () => {
  const port = await freePort()
  await using stack = await startStack(port)
  expect(stack.server.port).toBe(port)
  expect(await askAt(`http://127.0.0.1:${port}`)).toMatchObject([
    { status: 'warning', message: { zh: containing('回环') } },
  ])
})

test('an address that is another server fails', async () => {
  const { url } = await startWebServer((_, response) => response.end('<html>'))
  expect(await askAt(url)).toMatchObject([{ status: 'failed', message: { en: containing('not from this project') } }])
})

test.each([502, 503, 504])('a proxy that answers %d has no server behind it yet', async (status) => {
  const { url } = await startWebServer((_, response) => response.writeHead(status).end())
  expect(await askAt(url)).toMatchObject([{ status: 'warning', advice: { zh: containing('pnpm start') } }])
})

test('a name that does not resolve, an address where nobody is, and https that fails are told apart', async () => {
  expect(await askAt('https://api.invalid')).toMatchObject([{ status: 'failed', advice: { zh: containing('DNS') } }])
  expect(await askAt('http://127.0.0.1:1')).toMatchObject([
    { status: 'warning', message: { zh: containing('没有服务端') } },
  ])
  const { port } = await startWebServer((_, response) => response.end())
  expect(await askAt(`https://127.0.0.1:${port}`)).toMatchObject([
    { status: 'failed', message: { zh: containing('https') } },
  ])
})

test('the addresses of trial and development versions are looked at, too', async () => {
  const env = { VITE_API_BASE_URL_TRIAL: 'https://trial.invalid', VITE_API_BASE_URL_DEVELOP: 'https://dev.invalid' }
  const { of } = await lookAt({ env })
  for (const check of Object.keys(env)) expect(of(check)).toMatchObject([{ status: 'failed' }])
})

test('a mini program of another AppID than the server’s fails: WeChat would refuse every code', async () => {
  expect((await lookAt({ env: ACCOUNT })).of('miniprogram.appid')).toMatchObject([{ status: 'ok' }])
  const env = { ...ACCOUNT, MINIPROGRAM_APPID: 'wx1111111111111111' }
  expect((await lookAt({ env })).of('miniprogram.appid')).toMatchObject([
    { status: 'failed', message: { zh: containing('40013') } },
  ])
  const sandbox = { MINIPROGRAM_APPID: 'wx1111111111111111' }
  expect((await lookAt({ env: sandbox })).of('miniprogram.appid')).toMatchObject([{ status: 'ok' }])
})

test('in the sandbox the AppID is the one DevTools gets', async () => {
  const manifest = JSON.stringify({ 'mp-weixin': { appid: 'wx2222222222222222' } })
  const files = { 'apps/miniprogram/src/manifest.json': manifest }
  expect((await lookAt({ files })).of('miniprogram.appid')).toMatchObject([
    { status: 'ok', message: { zh: containing('wx2222222222222222') } },
  ])
  expect((await lookAt()).of('miniprogram.appid')).toMatchObject([
    { status: 'ok', message: { en: containing('tourist') } },
  ])
})

test('a build of another AppID is to be made again', async () => {
  const built = (appid: string) => ({ files: { [BUILT]: JSON.stringify({ appid }) }, env: ACCOUNT })
  expect((await lookAt(built('wx1111111111111111'))).of('miniprogram.build')).toMatchObject([
    { status: 'warning', advice: { zh: containing('pnpm build') } },
  ])
  expect((await lookAt(built(ACCOUNT.WECHAT_APPID))).of('miniprogram.build')).toEqual([])
})
