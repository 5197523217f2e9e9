import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { Validator } from '@cfworker/json-schema'
import { describe, expect, test } from 'vitest'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, WECHAT_ROUTES } from '../../src/index'
import { launch, run, send } from '../support/command'
import { CHECK_DATA, CLEAR_QUOTA, OTHER_APP_ID, PHONE, RID_GET, STABLE, TOKEN } from '../support/setup'

const OWN = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }

/** Starts the command, and asks it as a client with an access token does. */
async function start(...args: string[]) {
  const { url } = await launch(['--port', '0', ...args])
  const { access_token } = await send(`${url}${STABLE}`, OWN)
  const ask = async (path: string, body: unknown) => send(`${url}${path}?access_token=${String(access_token)}`, body)
  const get = async (path: string) => (await (await fetch(url + path)).json()) as Record<string, unknown>
  return { url, ask, get }
}

describe('the endpoints beside sign-in', () => {
  test('rid/get finds the request of a refusal', async () => {
    const { ask } = await start()
    const refused = await ask(PHONE, { code: 'x' })
    const [, rid] = /rid: (.+)$/.exec(String(refused.errmsg)) ?? []
    const found = await ask(RID_GET, { rid })
    expect(found).toMatchObject({ errcode: 0, request: { request_body: '{"code":"x"}', client_ip: '127.0.0.1' } })
    expect((found.request as { response_body: string }).response_body).toBe(JSON.stringify(refused))
    expect(await ask(RID_GET, { rid: '00000000-00000000-00000000' })).toMatchObject({ errcode: 76001 })
  })

  test('clear_quota gives the calls of the day back', async () => {
    const { url, ask, get } = await start()
    await send(`${url}/_emulator/quotas`, { tokensPerDay: 1, quotaClearsPerMonth: 1 })
    const path = `${TOKEN}?${new URLSearchParams(OWN).toString()}`
    await get(path)
    expect(await get(path)).toMatchObject({ errcode: 45009 })
    expect(await ask(CLEAR_QUOTA, { appid: SANDBOX_APP_ID })).toEqual({ errcode: 0, errmsg: 'ok' })
    expect(await get(path)).toHaveProperty('access_token')
    expect(await ask(CLEAR_QUOTA, { appid: SANDBOX_APP_ID })).toMatchObject({ errcode: 48006 })
    expect(await ask(CLEAR_QUOTA, { appid: OTHER_APP_ID })).toMatchObject({ errcode: 40013 })
  })

  test('checkencryptedmsg knows the data that the emulator encrypted', async () => {
    const { url, ask } = await start()
    const { code: loginCode } = await send(`${url}/_emulator/login-codes`, {})
    const { encryptedData } = await send(`${url}/_emulator/encrypted-phone-numbers`, { loginCode })
    const hashOf = (text: unknown) => createHash('sha256').update(String(text)).digest('hex')
    expect(await ask(CHECK_DATA, { encrypted_msg_hash: hashOf(encryptedData) })).toMatchObject({
      errcode: 0,
      vaild: true,
    })
    expect(await ask(CHECK_DATA, { encrypted_msg_hash: hashOf('other') })).toMatchObject({ errcode: 1 })
  })
})

describe('what is published', () => {
  test('the schema of the world is served', async () => {
    const { get } = await start()
    const schema = await get('/_emulator/schemas/world.schema.json')
    const validate = (world: object) => new Validator(schema, '2020-12', false).validate(world)
    expect(validate({ quotas: { tokensPerDay: 1 }, weather: 'outage' }).valid).toBe(true)
    expect(validate({ quotas: { tokensPerDay: -1 } }).valid).toBe(false)
  })

  test('OpenAPI documents are served for both APIs', async () => {
    const { get } = await start()
    const document = await get('/_emulator/schemas/openapi.json')
    expect(document.openapi).toMatch(/^3\./)
    const routes = Object.entries(document.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(routes).toEqual(expect.arrayContaining([...WECHAT_ROUTES, 'PUT /_emulator/snapshot']))
  })
})

describe('ids, codes and weather', () => {
  const OUTAGE = ['--seed', 'one', '--weather', 'outage']

  /** Describes what a stranger sees of a run: ids of faults and tokens, a code, and the weather's faults. */
  async function seen() {
    const { url } = await launch(['--port', '0', ...OUTAGE])
    const { id } = await send(`${url}/_emulator/faults`, { path: PHONE, fault: { errcode: -1 } })
    const { code } = await send(`${url}/_emulator/phone-codes`, {})
    const asked = Array.from({ length: 12 }, () => fetch(`${url}${TOKEN}`, { method: 'HEAD' }).catch(() => undefined))
    const requestsOf = async () => (await (await fetch(`${url}/_emulator/requests`)).json()) as Requests
    await expect.poll(async () => (await requestsOf()).requests.length, { timeout: 20_000 }).toBe(asked.length)
    const { requests } = await requestsOf()
    return { fault: id, code, weather: requests.map((each) => [each.id, each.fault, each.latencyMs]) }
  }

  interface Requests {
    readonly requests: { readonly id: number; readonly fault: string | null; readonly latencyMs: number }[]
  }

  test('are the same in each run with the same seed', async () => {
    const [first, second] = [await seen(), await seen()]
    expect(second).toEqual(first)
    expect(first.fault).toBe('fault-1')
    expect(first.code).toMatch(/^[\da-f]{64}$/)
    expect(JSON.stringify(first.weather)).toMatch(/errcode|status|hang|reset/)
  })
})

describe('the guards of a snapshot', () => {
  /** Sends a request with a Host of its own, which fetch does not allow. */
  async function statusOf(url: string, method: string, headers: Record<string, string>) {
    return new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${url}/_emulator/snapshot`, { method, headers, agent: false }, (reply) => {
        reply.resume()
        resolve(reply.statusCode)
      })
      sent.on('error', reject).end(method === 'PUT' ? '{}' : undefined)
    })
  }

  test('refuse a foreign Host and a body that a web page could send', async () => {
    const { url } = await launch(['--port', '0'])
    const json = { 'content-type': 'application/json' }
    expect(await statusOf(url, 'GET', {})).toBe(200)
    expect(await statusOf(url, 'GET', { host: 'evil.example' })).toBe(403)
    expect(await statusOf(url, 'PUT', { ...json, host: 'evil.example' })).toBe(403)
    expect(await statusOf(url, 'PUT', { 'content-type': 'text/plain' })).toBe(415)
    expect((await fetch(`${url}/_emulator/snapshot`)).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('need --allow-remote for an address that others can reach', async () => {
    const { status, stderr } = await run(['--port', '0', '--host', '0.0.0.0'])
    expect(status).toBe(2)
    expect(stderr).toContain('--allow-remote')
  })
})
