import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newRsaKeys, sendJson, startStubServer } from '@uni-phone/test-support/services'
import { expect, test } from 'vitest'
import { StartError } from '../src/index'
import { entryOf, FIRST, startComposed } from './composed'
import { PHONE_PATH, TOKEN_PATH } from './setup'

const [own, platform] = [newRsaKeys(), newRsaKeys()]
const AES_KEY = Buffer.alloc(32, 7).toString('base64')
const SM4_KEY = Buffer.alloc(16, 7).toString('base64')

/** A server with the keys of API security in files, and an account that demands them. */
function startSecured(symmetricKey = AES_KEY) {
  const security = {
    symmetric: { serial: 'sym-1', key: AES_KEY },
    asymmetric: { serial: 'asym-1', publicKey: own.publicKey },
    platform: { serial: 'cert-2', privateKey: platform.privateKey },
    deprecatedPlatform: { serial: 'cert-1', privateKey: platform.privateKey },
  }
  const files = (folder: string) => {
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    return {
      WECHAT_SECURITY_SYMMETRIC: `sym-1=${write('aes', `${symmetricKey}\n`)}`,
      WECHAT_SECURITY_ASYMMETRIC: `asym-1=${write('own.pem', own.privateKey)}`,
      WECHAT_SECURITY_CERTIFICATES: `cert-1=${write('cert.pem', platform.publicKey)}`,
    }
  }
  return startComposed({
    env: (url, folder) => ({ ...entryOf(FIRST), WECHAT_API_BASE_URL: url, ...files(folder) }),
    accounts: [{ security }],
  })
}

test('calls are signed and encrypted with keys from files; a certificate about to change is logged once', async () => {
  await using t = await startSecured()
  expect(await t.exchange(t.codeOf(FIRST))).toMatchObject({ status: 200, body: { phoneNumber: '13800138000' } })
  await t.exchange(t.codeOf(FIRST))
  const lines = t.lines.filter((line) => line.includes('certificate about to expire'))
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ serial: 'cert-1', level: 'warn' }])
  expect(t.lines.join()).not.toContain(AES_KEY)
})

test('a key for SM4 is refused at the start, with words and without the key', async () => {
  const error: unknown = await startSecured(SM4_KEY).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(StartError)
  const { message } = error as StartError
  for (const part of [FIRST, 'API 安全', 'AES256_GCM', 'WECHAT_SECURITY_']) expect(message).toContain(part)
  expect(message).not.toContain(SM4_KEY)
})

test('tokens come from the token server alone, and one that WeChat refuses is asked for anew', async () => {
  const asked: (string | undefined)[] = []
  const issued: string[] = []
  await using server = await startStubServer((response, { headers }) => {
    asked.push(headers['cache-control'])
    if (headers.authorization !== 'Bearer open-sesame') sendJson(response, 401, '{}')
    else sendJson(response, 200, { access_token: issued.at(-1), expires_in: 7200 })
  })
  const token = { WECHAT_TOKEN_URL: `${server.url}/token?app=1`, WECHAT_TOKEN_BEARER: 'open-sesame' }
  await using t = await startComposed({
    env: (url) => ({ ...entryOf(FIRST), WECHAT_API_BASE_URL: url, ...token }),
  })
  const secret = entryOf(FIRST).WECHAT_SECRET
  const fetchToken = async (): Promise<void> => {
    const query = new URLSearchParams({ grant_type: 'client_credential', appid: FIRST, secret })
    const reply = await fetch(`${t.emulator.url}/cgi-bin/token?${query.toString()}`)
    issued.push(((await reply.json()) as { access_token: string }).access_token)
  }
  await fetchToken()
  expect((await t.exchange(t.codeOf(FIRST))).status).toBe(200)
  t.emulator.revokeTokens()
  await fetchToken()
  expect((await t.exchange(t.codeOf(FIRST))).status).toBe(200)
  expect(asked).toEqual([undefined, 'no-cache'])
  expect(t.calls(TOKEN_PATH)).toBe(0)
  expect(t.lines.join()).not.toContain('open-sesame')
})

test('a token server that is away is named in the log and in readiness', async () => {
  const token = { WECHAT_TOKEN_URL: 'http://127.0.0.1:1/token', WECHAT_TOKEN_BEARER: 'open-sesame' }
  await using t = await startComposed({
    env: (url) => ({ ...entryOf(FIRST), WECHAT_API_BASE_URL: url, ...token }),
  })
  expect(await t.exchange(t.codeOf(FIRST))).toMatchObject({ status: 503, body: { code: 'wechat_unavailable' } })
  expect(await t.send('/readyz')).toMatchObject({ status: 503, body: { parts: { wechat: 'unavailable' } } })
  expect(t.lines.find((line) => line.includes('"endpoint":"access_token"'))).toContain('token server')
})

test('the next address is used while the first refuses connections, and the log says so once', async () => {
  await using t = await startComposed({
    env: (url) => ({ ...entryOf(FIRST), WECHAT_API_BASE_URL: `http://127.0.0.1:1, ${url}` }),
  })
  await t.exchange(t.codeOf(FIRST))
  expect((await t.exchange(t.codeOf(FIRST))).status).toBe(200)
  expect(t.calls(PHONE_PATH)).toBe(2)
  const lines = t.lines.filter((line) => line.includes('cannot be reached at this address'))
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ baseUrl: 'http://127.0.0.1:1' }])
})
