import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig, VARIABLES } from '@uni-phone/config'
import { createRateLimit, createReadiness } from '@uni-phone/server'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from './container/docker-ignore'
import { startReverseProxy, WITHOUT_CADDY } from './container/reverse-proxy'
import { freePort } from '@uni-phone/test-support/services'
import { startStack } from '@uni-phone/test-support/product'

interface Service {
  image: string
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  privileged?: boolean
  user?: string
  ports?: string[]
  networks: string[]
  stop_grace_period?: string
  healthcheck?: unknown
  environment?: Record<string, string>
  volumes?: string[]
  depends_on?: Record<string, { condition: string }>
}

interface Compose {
  services: Record<'server-1' | 'server-2' | 'redis' | 'proxy', Service>
  networks: Record<string, { internal?: boolean }>
}

const { services, networks } = parse(readFileSync(join(root, 'compose.yaml'), 'utf8'), { merge: true }) as Compose
const SERVERS = ['server-1', 'server-2'] as const

describe.each(Object.entries(services))('%s', (_, service) => {
  test('it cannot write to its disk, and gains no rights', () => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
    expect(service).not.toHaveProperty('privileged')
  })

  test('its image is of one version', () => {
    expect(service.image).toMatch(/^(uni-phone-server|[a-z]+:\d+\.\d+\.\d+-alpine)$/)
  })
})

test('only the proxy can be reached from outside, and Redis by the servers alone', () => {
  expect(Object.entries(services).filter(([, { ports }]) => ports !== undefined)).toHaveLength(1)
  expect(services.proxy.ports).toEqual(['80:80', '443:443', '443:443/udp'])
  expect(services.redis.networks).toEqual(['back'])
  expect(networks.back).toEqual({ internal: true })
  expect(services.proxy.networks).toEqual(['front'])
})

/** The value of a variable that .env does not have. */
const withDefault = (value: string): string => value.replace(/^\$\{\w+:-(.*)\}$/, '$1')

test.each(SERVERS)('%s has settings that the server knows and takes in production', (name) => {
  const { environment = {} } = services[name]
  expect(Object.keys(environment).filter((variable) => !(variable in VARIABLES))).toEqual([])
  const account = { WECHAT_APPID: 'wx1234567890abcdef', WECHAT_SECRET: 'fedcba9876543210fedcba9876543210' }
  const values = Object.entries(environment).map(([variable, value]) => [variable, withDefault(value)] as const)
  const filled = { ...Object.fromEntries(values), ...account, NODE_ENV: 'production' }
  expect(readConfig(filled)).toMatchObject({
    mode: 'wechat',
    trustProxy: 1,
    redisUrl: 'redis://redis:6379',
    port: 8787,
  })
})

test.each(SERVERS)('%s signs people in once a database is named, in a file that the servers share', (name) => {
  const { environment = {}, volumes } = services[name]
  expect(environment.DATABASE_URL).toBe('${DATABASE_URL:-}')
  expect(volumes).toEqual(['accounts:/data'])
})

test('what is asked of the reader in .env is asked by name, and a missing account stops the start', () => {
  const text = JSON.stringify(services)
  const asked = [...text.matchAll(/\$\{(\w+)/g)].map(([, variable = '']) => variable)
  expect([...new Set(asked)].filter((variable) => !(variable in VARIABLES))).toEqual(['API_DOMAIN'])
  for (const name of ['WECHAT_APPID', 'WECHAT_SECRET']) expect(text).toContain(`\${${name}:?`)
})

test('a server has the time it needs to finish, and starts when Redis is there', () => {
  for (const name of SERVERS) {
    expect(Number.parseInt(services[name].stop_grace_period ?? '', 10)).toBeGreaterThan(20)
    expect(services[name].depends_on).toEqual({ redis: { condition: 'service_healthy' } })
  }
  expect(services.redis).toHaveProperty('healthcheck.test')
})

const proxied = test.skipIf(WITHOUT_CADDY)

const trustProxy = Number(services['server-1'].environment?.TRUST_PROXY)

async function open() {
  const [port, behind] = [await freePort(), await freePort()]
  const readiness = createReadiness({ getAccessToken: () => Promise.resolve() })
  const stack = await startStack(behind, { trustProxy, rateLimit: createRateLimit({ perMinute: 2 }), readiness })
  const proxy = await startReverseProxy(port, {
    'server-1:8787': `127.0.0.1:${await freePort()}`,
    'server-2:8787': `127.0.0.1:${behind}`,
  })
  return {
    ...stack,
    ...proxy,
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await stack[Symbol.asyncDispose]()
    },
  }
}

const post = (url: string, code: string, forged: string) =>
  fetch(`${url}/api/v1/phone-number`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forged },
    body: JSON.stringify({ code }),
  })

proxied(
  'through the proxy a number arrives though one server is gone, and a forged address buys no more of them',
  async () => {
    await using t = await open()
    const statuses: number[] = []
    for (const forged of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
      statuses.push((await post(t.url, t.newCode(), forged)).status)
    expect(statuses).toEqual([200, 200, 429])
  },
)

proxied.each(['/healthz', '/readyz', '/metrics', '/_sandbox/phone-codes', '/'])(
  'the proxy hands out nothing at %s',
  async (path) => {
    await using t = await open()
    const { status } = await fetch(t.url + path)
    expect(status).toBe(404)
  },
)
