import { recordLog } from '@uni-phone/test-support/product'
import { startRedisCluster, WITHOUT_REDIS } from '@uni-phone/test-support/services'
import { readConfig } from '@uni-phone/config'
import { expect, test } from 'vitest'
import { compose } from '../../src/boot/compose'

test.skipIf(WITHOUT_REDIS).each([
  ['all keys', [0, 16_383]],
  ['some of the keys', [0, 0]],
  ['no keys yet', undefined],
] as const)('a node of a cluster with %s is refused at the start, with words', async (_, slots) => {
  await using redis = await startRedisCluster(slots)
  const { log } = recordLog()
  await expect(compose(readConfig({ REDIS_URL: redis.url }), log, {})).rejects.toThrow(/Redis 集群[^]*Redis Cluster/)
})
