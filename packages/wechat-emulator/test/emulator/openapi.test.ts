import { readFileSync } from 'node:fs'
import { type Schema, Validator } from '@cfworker/json-schema'
import openapiTypes, { astToString } from 'openapi-typescript'
import { describe, expect, test } from 'vitest'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET, WECHAT_ROUTES } from '../../src/index'
import { ridIn } from '../support/natural-errcodes'
import { CHECK_DATA, CLEAR_QUOTA, PHONE, RID_GET, SESSION, setup, STABLE, TOKEN } from '../support/setup'

interface Operation {
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: Schema }> }>
}

const FOLDER = new URL('../../schemas/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8')
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const { $defs } = JSON.parse(read('world.schema.json')) as { $defs: Schema }
// one document, so that a validator finds every schema
const api = JSON.parse(
  read('openapi.json').replaceAll('world.schema.json#', '#').replaceAll('snapshot.schema.json', '#/$defs/Snapshot'),
) as { paths: Record<string, Record<string, Operation>>; components: Schema }
const control = Object.entries(api.paths).filter(([path]) => path.startsWith('/_emulator/'))

function validate(path: string, method: string, value: unknown) {
  const content = api.paths[path]?.[method]?.responses['200']?.content ?? {}
  const [schema] = Object.values(content).map((media) => media.schema)
  const root = { ...schema, components: api.components, $defs: { ...$defs, Snapshot: { type: 'object' } } }
  return new Validator(root, '2020-12', false).validate(value).errors.map(({ instanceLocation }) => instanceLocation)
}

describe('openapi.json', () => {
  test.each(control)('has the methods of %s', async (path, operations) => {
    const { emulator } = setup()
    const url = `http://127.0.0.1:8788${path.replace('{file}', 'world.schema.json')}`
    const reply = await emulator.fetch(new Request(url, { method: 'PATCH' }))
    expect(reply.headers.get('allow')?.toLowerCase().split(', ')).toEqual(Object.keys(operations))
  })

  test('has the routes of the README and of WeChat', () => {
    const named = [...README.matchAll(/`(?:[A-Z]+`, `)?[A-Z]+ (\/_emulator\/[\w/{}.-]+)`/g)].map(([, path]) => path)
    const paths = control.map(([path]) => path)
    expect([...new Set(named)].sort()).toEqual(paths.sort())
    const routes = Object.entries(api.paths).flatMap(([path, operations]) =>
      path.startsWith('/_emulator/') ? [] : Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(routes.sort()).toEqual([...WECHAT_ROUTES].sort())
  })

  test('describes the answers of the control API', async () => {
    const { emulator, exchange, ask } = setup({ weather: 'busy-evening' })
    emulator.setWeather('calm')
    await exchange(emulator.createPhoneCode().code)
    emulator.addFault({ path: PHONE, times: 2, fault: { status: 502 } })
    await ask(PHONE)
    const login = emulator.createLoginCode().code
    const bodies: Record<string, object> = {
      '/_emulator/encrypted-phone-numbers': { loginCode: login },
      '/_emulator/faults': { path: PHONE, fault: { errcode: -1 } },
      '/_emulator/accounts': { appid: SANDBOX_APP_ID },
      '/_emulator/clock': { advanceMs: 1 },
      '/_emulator/weather': { weather: 'outage' },
    }
    for (const [path, operations] of control.filter(([name]) => !/events|\{file\}/.test(name)))
      for (const method of Object.keys(operations)) {
        const body = method === 'put' ? emulator.snapshot() : (bodies[path] ?? {})
        const init = ['post', 'put'].includes(method) ? { body: JSON.stringify(body) } : {}
        const headers = { 'content-type': 'application/json' }
        const request = new Request(`http://127.0.0.1:8788${path}`, { method: method.toUpperCase(), headers, ...init })
        const reply = await emulator.fetch(request)
        expect([path, method, reply.status, validate(path, method, await reply.json())]).toEqual([
          path,
          method,
          200,
          [],
        ])
      }
  })

  test('describes the answers of WeChat’s API', async () => {
    const { emulator, exchange, session, stable, classic, token, post } = setup()
    const own = async (path: string, body: object) => post(`${path}?access_token=${await token()}`, body)
    const refused = await exchange('x')
    const replies: [string, string, unknown][] = [
      [TOKEN, 'get', (await classic()).json],
      [STABLE, 'post', (await stable()).json],
      [STABLE, 'post', (await stable({ secret: SANDBOX_APP_SECRET.slice(1) })).json],
      [PHONE, 'post', (await exchange(emulator.createPhoneCode().code)).json],
      [PHONE, 'post', refused.json],
      [SESSION, 'get', (await session(emulator.createLoginCode().code)).json],
      [RID_GET, 'post', (await own(RID_GET, { rid: ridIn(refused.errmsg) })).json],
      [CLEAR_QUOTA, 'post', (await own(CLEAR_QUOTA, { appid: SANDBOX_APP_ID })).json],
      [CHECK_DATA, 'post', (await own(CHECK_DATA, { encrypted_msg_hash: 'a'.repeat(64) })).json],
    ]
    for (const [path, method, json] of replies) expect([path, validate(path, method, json)]).toEqual([path, []])
    expect(validate(TOKEN, 'get', { access_token: 1 })).not.toEqual([])
  })

  test('has the types that are shipped: pnpm generate makes them', async () => {
    const tokens = (text: string) => text.replace(/\/\*\*[^]*?\*\//g, '').replaceAll(/[\s,;'"|]/g, '')
    expect(tokens(astToString(await openapiTypes(new URL('openapi.json', FOLDER))))).toBe(tokens(read('openapi.d.ts')))
  })
})
