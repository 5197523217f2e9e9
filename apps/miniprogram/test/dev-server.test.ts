// @vitest-environment node
import http from 'node:http'
import net from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDevServer } from '@uni-phone/test-support/services'

const repository = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

let port: number
let server: Awaited<ReturnType<typeof startDevServer>>
const api = http.createServer((request, response) => {
  response.end(`api got ${request.url ?? ''}`)
})

beforeAll(async () => {
  const target = await listen(api)
  const free = net.createServer()
  port = await listen(free)
  await new Promise((resolve) => free.close(resolve))
  server = await startDevServer({
    H5_PORT: String(port),
    API_TARGET: `http://127.0.0.1:${target}`,
    UNI_PHONE_SANDBOX: '1',
  })
})

afterAll(async () => {
  await server.stop()
  api.close()
})

function listen(listener: net.Server): Promise<number> {
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => {
      resolve((listener.address() as net.AddressInfo).port)
    })
  })
}

/** Sends the path as it is; `fetch` would normalize it. */
function get(path: string, accept = '*/*'): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(
      { host: '127.0.0.1', port, path: path.replace(/[^\x21-\x7e]+/g, encodeURIComponent), headers: { accept } },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => (body += text))
        response.on('end', () => {
          resolve({ status: response.statusCode, body })
        })
      },
    )
    request.on('error', reject)
  })
}

test.each([
  '/.env',
  '/.env?raw??',
  '/.env.local?raw',
  '/.env?import&raw',
  '/@fs/etc/hostname',
  '/@fs/etc/hostname?raw??',
  '/@fs/etc/hostname?url',
  '/@fs/etc/hostname?import&raw',
  '/@fs//etc/hostname?raw??',
  `/@fs${repository}/.env?raw??`,
  `/@fs${repository}/package.json`,
  `/@fs${repository}/package.json?raw??`,
  `/@fs${repository}/.git/config?raw??`,
  `/@fs${repository}/apps/server/package.json?raw??`,
  `/@fs${repository}/apps/miniprogram/src/../../../package.json?raw??`,
  `/@fs${repository}/packages/contract/src/.env?raw??`,
  '/%2eenv?raw??',
  '/%2Eenv.production?raw??',
  `/@fs${repository}/apps/miniprogram/.env?raw??`,
  '/vite.config.ts?raw??',
  '/package.json?raw??',
])('%s is forbidden', async (path) => {
  expect((await get(path)).status).toBe(403)
})

test.each([
  '/src/main.ts',
  '/src/pages/phone/phone.vue',
  '/@vite/client',
  `/@fs${repository}/packages/contract/src/endpoints.ts`,
])('%s is served', async (path) => {
  expect((await get(path)).status).toBe(200)
})

test('the page is served', async () => {
  const page = await get('/', 'text/html')
  expect(page.status).toBe(200)
  expect(page.body).toContain('/src/main.ts')
})

test.each(['/api/v1/phone-number', '/_sandbox/phone-codes'])('%s goes to the server', async (path) => {
  expect(await get(path)).toEqual({ status: 200, body: `api got ${path}` })
})
