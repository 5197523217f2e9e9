import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type EmulatorOptions, SANDBOX_APP_ID, SANDBOX_APP_SECRET, startEmulator } from '../../src/index'
import { emptyFolder, launch, run, send } from '../support/command'
import { OTHER_APP_ID, PHONE, SESSION, STABLE, TOKEN } from '../support/setup'

const OWN = { grant_type: 'client_credential', appid: SANDBOX_APP_ID, secret: SANDBOX_APP_SECRET }
const OTHER = { ...OWN, appid: OTHER_APP_ID, secret: 'fedcba9876543210fedcba9876543210' }
const UNIONID = 'oUnionOfTester00000000000000'
const NUMBERS = ['13912345678', '+85298765432']

/** Records what a client does with an emulator that takes the place of the real WeChat. */
async function record(options: EmulatorOptions = {}) {
  const wechat = await startEmulator({
    accounts: [OTHER].map(({ appid, secret }) => ({ appid, secret })),
    ...options,
    log: () => undefined,
  })
  onTestFinished(() => wechat.close())
  const cwd = emptyFolder()
  const { url, line } = await launch(['record', '--port', '0', '--upstream', wechat.url], { cwd })
  const seen: unknown[] = []
  const keep = <Value>(value: Value) => {
    seen.push(value)
    return value
  }
  const get = async (path: string, query: Record<string, string>) =>
    (await (await fetch(`${url}${path}?${new URLSearchParams(query).toString()}`)).json()) as Record<string, unknown>
  const { access_token } = keep(await send(`${url}${STABLE}`, OWN))
  const phone = `${url}${PHONE}?access_token=${String(access_token)}`
  const login = wechat.createLoginCode({ unionid: UNIONID })
  const session = { appid: OWN.appid, secret: OWN.secret, grant_type: 'authorization_code', js_code: login.code }
  const { openid } = keep(await get(SESSION, session))
  await get(SESSION, session)
  const codes = NUMBERS.map((phoneNumber) => keep(wechat.createPhoneCode({ phoneNumber })).code)
  for (const code of codes) keep(await send(phone, { code }))
  await send(phone, { code: codes[0] })
  await send(phone, { code: keep(wechat.createPhoneCode()).code, openid })
  await send(phone, { code: keep(wechat.createPhoneCode({ appid: OTHER_APP_ID })).code })
  await send(phone, { code: 'never a code' })
  await fetch(phone, { method: 'POST', body: 'code=form' })
  await fetch(phone)
  await send(`${url}${PHONE}`, {})
  await send(`${url}${STABLE}`, OWN)
  await send(`${url}${STABLE}`, { ...OWN, secret: 'wrong' })
  await get(TOKEN, OWN)
  keep(await get(TOKEN, OTHER))
  wechat.setAccount({ appid: SANDBOX_APP_ID, phoneNumberPermission: false, ipAllowList: [] })
  await send(phone, { code: codes[0] })
  await send(`${url}${STABLE}`, OWN)
  wechat.setAccount({ appid: SANDBOX_APP_ID, phoneNumberPermission: true, ipAllowList: null })
  keep(await send(`${url}${STABLE}`, { ...OWN, force_refresh: true }))
  await send(phone, { code: codes[0] })
  await fetch(phone, { method: 'POST', body: new Blob(['{}']).stream(), duplex: 'half' })
  await send(`${url}/nowhere`, {})
  const file = join(cwd, 'wechat.recording.jsonl')
  return {
    cwd,
    file,
    line,
    seen: [...seen, ...codes, login, OWN.secret, OTHER.secret, openid],
    text: readFileSync(file, 'utf8'),
  }
}

function differencesIn(stdout: string): string[] {
  return stdout.split('\n').flatMap((line) => (line.includes('DIFFERS') ? [line.split(' ')[0] ?? ''] : []))
}

describe('record', () => {
  test('writes each exchange without anything secret, for its owner only', async () => {
    const { text, seen, line, file } = await record()
    expect(line).toMatch(/^wechat-emulator recording in wechat\.recording\.jsonl on http:\/\/127\.0\.0\.1:\d+$/)
    const strings = JSON.stringify(seen).match(/"[^"]{6,}"/g) ?? []
    const secrets = strings
      .map((quoted) => quoted.slice(1, -1))
      .filter((word) => /\d/.test(word) && !/^\w+_\w+$/.test(word))
    expect(secrets.length).toBeGreaterThan(10)
    for (const secret of [...secrets, ...NUMBERS, '98765432', UNIONID]) expect(text).not.toContain(secret)
    expect(text.trim().split('\n').length).toBe(22)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('answers what the upstream answers, and 502 without one', async () => {
    const { url } = await launch(['record', '--port', '0', '--upstream', 'http://127.0.0.1:9'])
    expect((await fetch(`${url}${PHONE}`)).status).toBe(502)
  })

  test('does not replace a file', async () => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'kept.jsonl'), 'kept')
    const { status, stderr } = await run(['record', '--port', '0', '--file', 'kept.jsonl'], { cwd })
    expect([status, readFileSync(join(cwd, 'kept.jsonl'), 'utf8')]).toEqual([1, 'kept'])
    expect(stderr).toContain('kept.jsonl')
  })
})

describe('verify', () => {
  test('finds no difference where the real WeChat is another emulator', async () => {
    const { file } = await record()
    const { status, stdout, stderr } = await run(['verify', file])
    expect([differencesIn(stdout), stderr, status]).toEqual([[], '', 0])
    for (const rule of [
      'wire.length',
      'wire.rid',
      'phone.answer',
      'phone.single-use',
      'session.single-use',
      'stable.same-token',
    ])
      expect(stdout).toMatch(new RegExp(`^${rule} +same +\\d+$`, 'm'))
  })

  test.each<[object, string[]]>([
    [{ quirks: { countryCode: 'number' } }, ['phone.country-code']],
    [{ quirks: { credentialText: 'documented' } }, ['token.older-text']],
    [{ quirks: { openid: 'rejected' } }, ['phone.openid-format']],
  ])('names the rule in which the real WeChat differs: %j', async (options, rules) => {
    const { file } = await record(options)
    const { status, stdout } = await run(['verify', file])
    expect([differencesIn(stdout), status]).toEqual([rules, 1])
    expect(stdout).toMatch(/request \d+: recorded .+, emulated /)
  })

  test('names the rules of a WeChat that differs in other ways', async () => {
    const { file, text, cwd } = await record()
    const changed = text
      .replace('"type":"text/plain"', '"type":"application/json"')
      .replace('40163', '40029')
      .replace(/"compact":true/, '"compact":false')
      .replace('"status":412', '"status":416')
    writeFileSync(join(cwd, 'changed.jsonl'), changed)
    expect(changed).not.toBe(readFileSync(file, 'utf8'))
    const { stdout } = await run(['verify', 'changed.jsonl'], { cwd })
    expect(differencesIn(stdout)).toEqual(['session.single-use', 'wire.compact', 'wire.content-type', 'wire.length'])
  })

  test.each(['{}', 'x', '{"at":1}'])('refuses a file that is no recording: %s', async (text) => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'other.jsonl'), text)
    const { status, stderr } = await run(['verify', 'other.jsonl'], { cwd })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^wechat-emulator: other\.jsonl: line 1/)
  })
})
