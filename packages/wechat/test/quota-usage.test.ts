import { describe, expect, test } from 'vitest'
import { PHONE_NUMBER_SPU_IDS } from '../src/index'
import { startScriptedServer } from './scripted-server'
import { rejection, setup, TOKEN_PATH } from './setup'

const PATH = '/wxa/charge/usage/get'

// the example of https://developers.weixin.qq.com/miniprogram/dev/server/API/charge/api_getusagedetail.html
const EXAMPLE = {
  errcode: 0,
  all: '10',
  effectiveAll: '10',
  effectiveUse: '0',
  startServiceTime: 1669129510,
  endServiceTime: 1709450190,
  total: 2,
  detailList: [
    {
      pkgId: 'ZY2823973277692477440',
      startTime: 1677914190,
      endTime: 1709450190,
      used: '0',
      all: '4',
      status: 1,
      spuId: '10000057',
      skuId: '20000059',
    },
    {
      pkgId: 'ZY2676590816357400576',
      startTime: 1669129510,
      endTime: 1700665510,
      used: '0',
      all: '6',
      status: 3,
      spuId: '10000057',
      skuId: '20000060',
    },
  ],
}

describe('getQuotaUsage', () => {
  test("reads WeChat's example", async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PATH, fault: { body: JSON.stringify(EXAMPLE) } })
    expect(await t.client.getQuotaUsage(PHONE_NUMBER_SPU_IDS.quick)).toEqual({
      used: 0,
      total: 10,
      remaining: 10,
      packages: [
        { id: 'ZY2823973277692477440', status: 'active', used: 0, total: 4, endsAt: 1709450190 },
        { id: 'ZY2676590816357400576', status: 'expired', used: 0, total: 6, endsAt: 1700665510 },
      ],
    })
  })

  test('sends its parameters in the query, as the example does', async () => {
    const token = { accessToken: '73_a', expiresInSeconds: 7200 }
    await using server = await startScriptedServer(() => ({ body: JSON.stringify(EXAMPLE) }))
    await using t = await setup({ baseUrl: server.url, accessToken: async () => token })
    await t.client.getQuotaUsage(PHONE_NUMBER_SPU_IDS.quick)
    const url = `${PATH}?access_token=73_a&spuId=10000077&offset=0&limit=20`
    expect(server.requests).toMatchObject([{ method: 'GET', url, body: '' }])
  })

  test('takes numbers instead of strings, an unknown status, and no packages', async () => {
    await using t = await setup()
    const detailList = [{ pkgId: 'p', status: 9, used: 3, all: 4, endTime: 1 }, 'x', { pkgId: 'q' }]
    t.emulator.addFault({ path: PATH, fault: { body: JSON.stringify({ all: 4, effectiveUse: 6, detailList }) } })
    t.emulator.addFault({ path: PATH, fault: { body: JSON.stringify({ all: '4', effectiveUse: '3' }) } })
    const packages = [{ id: 'p', status: 'unknown', used: 3, total: 4, endsAt: 1 }]
    expect(await t.client.getQuotaUsage('1')).toEqual({ used: 6, total: 4, remaining: 0, packages })
    expect(await t.client.getQuotaUsage('1')).toEqual({ used: 3, total: 4, remaining: 1, packages: [] })
  })

  test.each([[{}], [{ all: '-1', effectiveUse: '0' }], [{ all: 'many', effectiveUse: '0' }], [[]]])(
    'rejects the reply %j',
    async (body) => {
      await using t = await setup()
      t.emulator.addFault({ path: PATH, fault: { body: JSON.stringify(body) } })
      const expected = { code: 'unavailable', endpoint: 'usage/get', reason: 'malformed_reply' }
      expect(await rejection(t.client.getQuotaUsage('1'))).toMatchObject(expected)
    },
  )

  test('refreshes a rejected token once', async () => {
    await using t = await setup()
    t.emulator.addFault({ path: PATH, fault: { errcode: 42001 } })
    t.emulator.addFault({ path: PATH, fault: { body: JSON.stringify(EXAMPLE) } })
    expect(await t.client.getQuotaUsage('1')).toMatchObject({ remaining: 10 })
    expect(t.calls(TOKEN_PATH)).toBeGreaterThan(1)
  })

  test.each([
    [10120002, 'misconfigured'],
    [99999, 'unavailable'],
  ])('reports the errcode %i as %s', async (errcode, code) => {
    await using t = await setup()
    t.emulator.addFault({ path: PATH, fault: { body: JSON.stringify({ errcode, errmsg: 'x' }) } })
    expect(await rejection(t.client.getQuotaUsage('1'))).toMatchObject({ code, errcode })
  })

  test('refuses an empty spuId before anything is sent', async () => {
    await using t = await setup()
    expect(await rejection(t.client.getQuotaUsage(''))).toBeInstanceOf(TypeError)
    expect(t.emulator.requests()).toEqual([])
  })
})
