import { afterAll, expect, test } from 'vitest'
import { WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { buildServer, createLeakSearch, post, startCluster, WECHAT_PATHS } from '@uni-phone/test-support/product'
import { openProduct } from './faults/product'

const SECRET = '0123456789abcdef0123456789abcdef'
const base64 = Buffer.from(SECRET).toString('base64')

test.each([
  ['whole', `secret=${SECRET}.`],
  ['in part', `secret=${SECRET.slice(0, 11)}…`],
  ['in base64', base64],
  ['in hex', Buffer.from(SECRET).toString('hex')],
  ['in JSON', JSON.stringify({ deep: [{ secret: SECRET }] })],
])('the search finds a secret %s', (_, text) => {
  const search = createLeakSearch()
  search.secret('AppSecret', SECRET)
  search.output('here', text)
  search.output('there', 'nothing')
  expect(search.find()).toEqual(['AppSecret in here'])
})

test('the search finds one of a thousand secrets', () => {
  const search = createLeakSearch()
  for (let nth = 0; nth < 1000; nth += 1) search.secret(`number ${nth}`, String(13_800_000_000 + nth))
  search.output('here', 'tel:13800000777')
  expect(search.find()).toEqual(['number 777 in here'])
})

test('the search does not take a masked number for a number', () => {
  const search = createLeakSearch()
  search.secret('phone number', '13800138000')
  search.output('here', '138****8000')
  expect(search.find()).toEqual([])
})

const built = buildServer()
afterAll(built.remove)

test.skipIf(WITHOUT_REDIS)('everything that a cluster puts out is searched', async () => {
  const cluster = await startCluster({ built, instances: 1 })
  const tap = cluster.newTap()
  await post(cluster.nextUrl(), tap)
  cluster.emulator.addFault({ path: WECHAT_PATHS.phone, fault: { errcode: 40029 } })
  cluster.told((await post(cluster.nextUrl(), cluster.newTap())).text)
  const kinds = ['ready on http', 'phone:exchange:', 'urn:uni-phone:error', 'uni_phone_exchanges_total']
  for (const seen of kinds) cluster.search.secret(seen, seen)
  await expect(cluster[Symbol.asyncDispose]()).rejects.toThrow(
    'leaked: phone:exchange: in Redis, ready on http in the output of a server, uni_phone_exchanges_total in the metrics of a server, urn:uni-phone:error in an answer',
  )
})

test('everything that a product in this process puts out is searched', async () => {
  const product = await openProduct({})
  product.emulator.addFault({ path: WECHAT_PATHS.phone, fault: { errcode: 40029 } })
  await product.exchange()
  for (const seen of ['urn:uni-phone:error', 'token_fetched', 'uni_phone_replays_total'])
    product.search.secret(seen, seen)
  await expect(product[Symbol.asyncDispose]()).rejects.toThrow(
    'leaked: token_fetched in an event, uni_phone_replays_total in the metrics, urn:uni-phone:error in an answer',
  )
})
