import { describe, expect, test } from 'vitest'
import { createWeChatClient, type WeChatClientOptions } from '../src/index'
import { rejection, setup } from './setup'

const VALID: WeChatClientOptions = { appId: 'wx0000000000000000', appSecret: 'secret' }

describe('createWeChatClient', () => {
  test.each<[string, object]>([
    ['no appId', { appId: undefined }],
    ['a blank appId', { appId: ' ' }],
    ['no appSecret', { appSecret: undefined }],
    ['a timeout of zero', { timeoutMs: 0 }],
    ['a timeout of NaN', { timeoutMs: Number.NaN }],
    ['a base URL without a protocol', { baseUrl: 'api.weixin.qq.com' }],
    ['a base URL with a query', { baseUrl: 'https://api.weixin.qq.com/?a=1' }],
    ['a base URL of another protocol', { baseUrl: 'ftp://api.weixin.qq.com' }],
    ['an unknown token source', { accessToken: 'unstable' }],
  ])('throws a TypeError for %s', (_, invalid) => {
    expect(() => createWeChatClient({ ...VALID, ...invalid })).toThrow(TypeError)
  })

  test('keeps the path of the base URL, for a gateway', async () => {
    await using t = await setup()
    const client = t.create({ baseUrl: `${t.emulator.url}/wechat/` })
    await rejection(client.getAccessToken())
    expect(t.emulator.requests().at(-1)?.path).toBe('/wechat/cgi-bin/stable_token')
    await client.close()
  })
})

describe('a call', () => {
  test('with an empty code is refused before anything is sent', async () => {
    await using t = await setup()
    expect(await rejection(t.client.getPhoneNumber(''))).toBeInstanceOf(TypeError)
    expect(await rejection(t.client.codeToSession(''))).toBeInstanceOf(TypeError)
    expect(t.emulator.requests()).toEqual([])
  })

  test('after close rejects with reason closed', async () => {
    await using t = await setup()
    const client = t.create()
    await client.close()
    const expected = { code: 'unavailable', reason: 'closed' }
    expect(await rejection(client.getPhoneNumber(t.newCode()))).toMatchObject(expected)
  })

  test('reports its endpoint, duration and failure', async () => {
    await using t = await setup()
    await t.exchange()
    await rejection(t.client.getPhoneNumber('used'))
    const duration = { durationMs: expect.any(Number) as number }
    expect(t.events.filter(({ type }) => type === 'call')).toMatchObject([
      { endpoint: 'getuserphonenumber', failure: undefined, ...duration },
      { endpoint: 'getuserphonenumber', failure: 'code_rejected', errcode: 40029, ...duration },
    ])
  })
})
