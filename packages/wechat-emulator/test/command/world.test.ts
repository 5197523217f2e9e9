import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '../../src/index'
import { emptyFolder, launch, run, send } from '../support/command'
import { OTHER_APP_ID, PHONE, SESSION, STABLE } from '../support/setup'

const OWN = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
const WORLD = {
  seed: 'world',
  apps: [
    { appid: OTHER_APP_ID, secret: 'other' },
    { ...OWN, grant_type: undefined, phoneNumberPermission: false },
  ],
  users: [
    { name: 'li', phoneNumber: '13900139000', unionid: 'uLi' },
    { name: 'chan', phoneNumber: '+85251234567' },
  ],
  quotas: { tokensPerDay: 1 },
  quirks: { countryCode: 'number' },
  faults: [{ path: PHONE, fault: { errcode: -1 } }],
}

function folderWith(world: unknown): string {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'wechat.world.json'), typeof world === 'string' ? world : JSON.stringify(world))
  return cwd
}

async function tokenOf(url: string, secret = 'other', appid = OTHER_APP_ID): Promise<string> {
  const { access_token } = await send(`${url}${STABLE}`, { ...OWN, appid, secret })
  return String(access_token)
}

async function numberOf(url: string, body: object) {
  const { code } = await send(`${url}/_emulator/phone-codes`, body)
  return send(`${url}${PHONE}?access_token=${await tokenOf(url)}`, { code })
}

describe('a world file', () => {
  test('in the working folder is what the emulator starts with', async () => {
    const { url, stderr } = await launch(['--port', '0'], { cwd: folderWith(WORLD) })
    expect(stderr()).toContain('wechat.world.json')
    expect((await numberOf(url, {})).errcode).toBe(-1)
    expect((await numberOf(url, {})).phone_info).toMatchObject({ phoneNumber: '13900139000', countryCode: 86 })
    expect((await numberOf(url, { user: 'chan' })).phone_info).toMatchObject({ phoneNumber: '+85251234567' })
    expect(await send(`${url}/_emulator/phone-codes`, { user: 'nobody' })).toHaveProperty('error')
    const token = await tokenOf(url, SANDBOX_APP_SECRET, SANDBOX_APP_ID)
    expect(await send(`${url}${PHONE}?access_token=${token}`, {})).toMatchObject({ errcode: 48001 })
  })

  test('gives each user an openid that is the same in each run, and one code for two users is refused', async () => {
    const openids = async () => {
      const { url } = await launch(['--port', '0'], { cwd: folderWith({ ...WORLD, faults: [] }) })
      const sessions = ['li', 'chan'].map(async (user) => {
        const { code } = await send(`${url}/_emulator/login-codes`, { user })
        const query = { appid: OTHER_APP_ID, secret: 'other', js_code: String(code), grant_type: 'authorization_code' }
        const reply = await fetch(`${url}${SESSION}?${new URLSearchParams(query).toString()}`)
        return (await reply.json()) as { openid: string; unionid?: string }
      })
      const [li, chan] = await Promise.all(sessions)
      const { code } = await send(`${url}/_emulator/phone-codes`, { user: 'li' })
      const path = `${url}${PHONE}?access_token=${await tokenOf(url)}`
      expect(await send(path, { code, openid: chan?.openid })).toMatchObject({ errcode: 40029 })
      expect(await send(path, { code, openid: li?.openid })).toMatchObject({ errcode: 0 })
      return [li?.openid, chan?.openid, li?.unionid, chan?.unionid]
    }
    const first = await openids()
    expect(first).toEqual(await openids())
    expect(first).toEqual([expect.stringMatching(/^o.{27}$/), expect.stringMatching(/^o.{27}$/), 'uLi', undefined])
  })

  test('is what a reset brings back', async () => {
    const { url } = await launch(['--port', '0'], { cwd: folderWith(WORLD) })
    const before = (await (await fetch(`${url}/_emulator/state`)).json()) as object
    await send(`${url}/_emulator/quirks`, { countryCode: 'string' })
    await send(`${url}/_emulator/test-user`, { user: 'chan' })
    await numberOf(url, {})
    await send(`${url}/_emulator/reset`, {})
    const after = (await (await fetch(`${url}/_emulator/state`)).json()) as object
    expect({ ...after, now: 0 }).toEqual({ ...before, now: 0 })
    expect((await numberOf(url, {})).errcode).toBe(-1)
  })

  test('is given way to by the flags', async () => {
    const args = ['--port', '0', '--world', 'other.json', '--appid', SANDBOX_APP_ID, '--secret', 'mine']
    const cwd = folderWith('{}')
    writeFileSync(join(cwd, 'other.json'), JSON.stringify(WORLD))
    const { url } = await launch(args, { cwd })
    expect(await tokenOf(url, 'mine', SANDBOX_APP_ID)).toMatch(/^\d\d_/)
    expect(await tokenOf(url)).toMatch(/^\d\d_/)
    const { code } = await send(`${url}/_emulator/phone-codes`, { appid: OTHER_APP_ID })
    expect(code).toBeDefined()
  })

  test.each([
    [{ apps: [{ appid: 'wx1', secret: 's' }, { appid: 'wx2' }] }, 'apps[1]'],
    [{ apps: [{ appid: 'wx1', secret: 5 }] }, 'apps[0].secret'],
    [{ apps: [{ appid: 'wx1', secret: 's', ipAllowList: ['x'] }] }, 'apps[0]'],
    [
      {
        apps: [
          { appid: 'wx1', secret: 's' },
          { appid: 'wx1', secret: 's' },
        ],
      },
      'apps[1].appid',
    ],
    [{ users: [{ name: 'li' }, { name: 'li' }] }, 'users[1].name'],
    [{ users: [{ name: 'li', phoneNumber: '+8613800138000', countryCode: '852' }] }, 'users[0]'],
    [{ users: [{ name: 'li', phone: '1' }] }, 'users[0].phone'],
    [{ quotas: { tokensPerDay: -1 } }, 'quotas.tokensPerDay'],
    [{ quirks: { countryCode: 'boolean' } }, 'quirks.countryCode'],
    [{ faults: [{ path: PHONE, fault: { errcode: -1, hang: true } }] }, 'faults[0]'],
    [{ faults: [{ path: 'x', fault: { errcode: -1 } }] }, 'faults[0].path'],
    [{ appz: [] }, 'appz'],
    ['{', 'wechat.world.json'],
  ])('that is wrong is refused with the path of what is wrong: %j', async (world, path) => {
    const { status, stdout, stderr } = await run(['--port', '0'], { cwd: folderWith(world) })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr.split('\n').filter((line) => line.includes(path))).not.toEqual([])
  })

  test('that is wrong is refused without repeating a secret', async () => {
    const world = { apps: [{ appid: 'wx1', secret: 'has a space' }] }
    const { stderr } = await run(['--port', '0'], { cwd: folderWith(world) })
    expect(stderr).toContain('apps[0].secret')
    expect(stderr).not.toContain('has a space')
  })

  test('is written by init, once, and the emulator starts with it', async () => {
    const cwd = emptyFolder()
    expect(await run(['init'], { cwd })).toMatchObject({
      status: 0,
      stdout: 'wechat-emulator: wrote wechat.world.json\n',
    })
    const written = JSON.parse(readFileSync(join(cwd, 'wechat.world.json'), 'utf8')) as { $schema: string }
    const schema = new URL('../../schemas/world.schema.json', import.meta.url)
    expect(written.$schema).toBe((JSON.parse(readFileSync(schema, 'utf8')) as { $id: string }).$id)
    expect((await run(['init'], { cwd })).status).toBe(2)
    const { url } = await launch(['--port', '0'], { cwd })
    expect(await tokenOf(url, SANDBOX_APP_SECRET, SANDBOX_APP_ID)).toMatch(/^\d\d_/)
  })
})

describe('a snapshot', () => {
  test('makes the codes and tokens of one emulator work in another', async () => {
    const [one, two] = [await launch(['--port', '0']), await launch(['--port', '0'])]
    const token = await tokenOf(one.url, SANDBOX_APP_SECRET, SANDBOX_APP_ID)
    const { code } = await send(`${one.url}/_emulator/phone-codes`, { phoneNumber: '13900139000' })
    expect(await send(`${two.url}${PHONE}?access_token=${token}`, { code })).toMatchObject({ errcode: 40001 })
    const snapshot = await (await fetch(`${one.url}/_emulator/snapshot`)).json()
    expect(await send(`${two.url}/_emulator/snapshot`, snapshot, 'PUT')).toEqual({ ok: true })
    expect(await send(`${two.url}${PHONE}?access_token=${token}`, { code })).toMatchObject({
      phone_info: { phoneNumber: '13900139000' },
    })
  })

  test('is unmasked, and is restored only from valid JSON sent as JSON', async () => {
    const { url } = await launch(['--port', '0'])
    const path = `${url}/_emulator/snapshot`
    const text = await (await fetch(path)).text()
    expect(text).toContain(SANDBOX_APP_SECRET)
    const plain = await fetch(path, { method: 'PUT', body: text, headers: { 'content-type': 'text/plain' } })
    expect(plain.status).toBe(415)
    expect(
      (await fetch(path, { method: 'PUT', body: '{"version":1}', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(400)
  })
})

describe('--state', () => {
  test('keeps codes, tokens, counters and the clock over a restart, in a file for its owner only', async () => {
    const cwd = emptyFolder()
    const args = ['--port', '0', '--state', 'state.json', '--seed', 'one']
    const first = await launch(args, { cwd })
    const token = await tokenOf(first.url, SANDBOX_APP_SECRET, SANDBOX_APP_ID)
    const { code } = await send(`${first.url}/_emulator/phone-codes`, {})
    await send(`${first.url}/_emulator/clock`, { advanceMs: 60_000 })
    expect(await first.stop()).toEqual([0, null])
    expect(statSync(join(cwd, 'state.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(cwd)).toEqual(['state.json'])
    const second = await launch(args, { cwd })
    expect(await send(`${second.url}${PHONE}?access_token=${token}`, { code })).toMatchObject({ errcode: 0 })
    const state = (await (await fetch(`${second.url}/_emulator/state`)).json()) as {
      tokens: { id: string }[]
      clockOffsetMs: number
    }
    expect(state).toMatchObject({ clockOffsetMs: 60_000, tokens: [{ id: 'token-1' }] })
    expect((await send(`${second.url}/_emulator/phone-codes`, {})).code).not.toBe(code)
    const { requests } = (await (await fetch(`${second.url}/_emulator/requests`)).json()) as {
      requests: { id: number }[]
    }
    expect(requests.map(({ id }) => id)).toEqual([1, 2])
  })

  test('leaves the old file after kill -9', async () => {
    const cwd = emptyFolder()
    const args = ['--port', '0', '--state', 'state.json']
    await (await launch(args, { cwd })).stop()
    const { ino } = statSync(join(cwd, 'state.json'))
    const old = readFileSync(join(cwd, 'state.json'), 'utf8')
    const killed = await launch(args, { cwd })
    await tokenOf(killed.url, SANDBOX_APP_SECRET, SANDBOX_APP_ID)
    await killed.stop('SIGKILL')
    expect(readFileSync(join(cwd, 'state.json'), 'utf8')).toBe(old)
    const next = await launch(args, { cwd })
    await next.stop()
    // replaced as a whole, not written in place
    expect(statSync(join(cwd, 'state.json')).ino).not.toBe(ino)
  })

  test.each(['{', '{"version":2}', '[]'])('refuses the file %s and leaves it alone', async (text) => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'state.json'), text)
    const { status, stderr } = await run(['--port', '0', '--state', 'state.json'], { cwd })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^wechat-emulator: state\.json: /)
    expect(readFileSync(join(cwd, 'state.json'), 'utf8')).toBe(text)
  })

  test('that cannot be written is exit code 1 with one sentence', async () => {
    const cwd = emptyFolder()
    const { stop, stderr } = await launch(['--port', '0', '--state', 'missing/state.json'], { cwd })
    expect(await stop()).toEqual([1, null])
    expect(stderr()).toMatch(/^wechat-emulator: the state could not be written to missing.state\.json \(ENOENT\)\n$/)
    expect(existsSync(join(cwd, 'missing'))).toBe(false)
  })
})
