import { expect, expectTypeOf, test } from 'vitest'
import {
  adviseOnErrcode,
  createWeChatClient,
  KNOWN_ERRCODES,
  type PhoneInfo,
  type WeChatClient,
  type WeChatClientOptions,
} from '../src/index'
import { rejection, setup } from './setup'

const GOOD: WeChatClientOptions = { appId: 'wx0000000000000000', appSecret: 'secret' }

test.each<[string, object]>([
  ['no appId', { appId: undefined }],
  ['an empty appId', { appId: ' ' }],
  ['no appSecret', { appSecret: undefined }],
  ['a timeout of zero', { timeoutMs: 0 }],
  ['a timeout that is not a number', { timeoutMs: Number.NaN }],
  ['a base URL that is none', { baseUrl: 'api.weixin.qq.com' }],
  ['a base URL with a query', { baseUrl: 'https://api.weixin.qq.com/?a=1' }],
  ['a base URL of another protocol', { baseUrl: 'ftp://api.weixin.qq.com' }],
  ['a token source nobody knows', { accessToken: 'unstable' }],
])('%s is a TypeError before any I/O', (_, wrong) => {
  expect(() => createWeChatClient({ ...GOOD, ...wrong })).toThrow(TypeError)
})

test('an empty code is refused before anything is sent', async () => {
  await using t = await setup()
  expect(await rejection(t.client.getPhoneNumber(''))).toBeInstanceOf(TypeError)
  expect(await rejection(t.client.codeToSession(''))).toBeInstanceOf(TypeError)
  expect(t.emulator.requests()).toEqual([])
})

test('a base URL may have a path, for a gateway of one’s own', async () => {
  await using t = await setup()
  const client = t.create({ baseUrl: `${t.emulator.url}/wechat/` })
  await rejection(client.getAccessToken())
  expect(t.emulator.requests().at(-1)?.path).toBe('/wechat/cgi-bin/stable_token')
  await client.close()
})

test('a closed client says so', async () => {
  await using t = await setup()
  const client = t.create()
  await client.close()
  expect(await rejection(client.getPhoneNumber(t.newCode()))).toMatchObject({ code: 'unavailable', reason: 'closed' })
})

test('every known errcode has advice in Chinese and English', () => {
  for (const errcode of KNOWN_ERRCODES) {
    const { zh, en } = adviseOnErrcode(errcode, 'getuserphonenumber')
    expect(zh).toMatch(/[\u4e00-\u9fff]/)
    expect(en).not.toMatch(/[\u4e00-\u9fff]/)
  }
})

test('the client is typed', () => {
  expectTypeOf<WeChatClient['getPhoneNumber']>().returns.resolves.toEqualTypeOf<PhoneInfo>()
  expectTypeOf<PhoneInfo['countryCode']>().toEqualTypeOf<string>()
  // @ts-expect-error: a code is text
  expectTypeOf<Parameters<WeChatClient['getPhoneNumber']>>().toEqualTypeOf<[number]>()
})
