import { expect } from 'vitest'
import { supersedeToken, WECHAT_PATHS } from '@uni-phone/test-support/product'
import {
  answerLate,
  endWhileAsked,
  expectRedisIsBack,
  letTokensAge,
  MINUTE_MS,
  passTwentySeconds,
  POLL,
} from './incidents'
import type { LoadRow } from './load-row'

const TAPS = 60
/** Longer than an instance waits for a Redis that says nothing. */
const GIVEN_UP_MS = 3_000

const LOST = ['502 outcome_unknown']

/** What goes wrong in the middle of the day. */
export const LOAD_FAULTS: readonly LoadRow[] = [
  { name: 'load: nothing goes wrong', during: (_, load) => load.taps(TAPS) },
  {
    name: 'load: the token expires at WeChat, unknown to the instances',
    before: letTokensAge,
    async during({ emulator }, load) {
      for (let minutes = 0; minutes < 8; minutes += 2) {
        emulator.advance(2 * MINUTE_MS)
        await load.taps(TAPS)
      }
    },
    sent: 2,
    tokens: 8,
  },
  {
    name: 'load: the token is revoked, three times',
    always: true,
    async during({ emulator }, load) {
      for (let times = 0; times < 3; times += 1) {
        emulator.revokeTokens()
        await load.taps(2 * TAPS)
      }
    },
    sent: 2,
    tokens: 16,
  },
  {
    name: 'load: another program refreshes the token by force',
    async during(cluster, load) {
      await supersedeToken(cluster)
      await load.taps(TAPS)
    },
    sent: 2,
    // the other program's call is one of them
    tokens: 9,
  },
  {
    name: 'load: Redis is killed, and comes back empty',
    sticky: true,
    async during(cluster, load) {
      await cluster.redis.stop()
      await load.taps(TAPS)
      await cluster.redis.restart()
      await expectRedisIsBack(cluster, load)
    },
    always: true,
  },
  {
    name: 'load: Redis is killed while exchanges are under way, and comes back before they end',
    before: answerLate,
    sticky: true,
    async during(cluster, load) {
      await cluster.redis.stop()
      await cluster.redis.restart()
      await expectRedisIsBack(cluster, load)
    },
  },
  {
    name: 'load: Redis freezes, and thaws',
    sticky: true,
    async during(cluster, load) {
      cluster.redis.freeze()
      await load.taps(TAPS)
      cluster.redis.thaw()
      await expectRedisIsBack(cluster, load)
    },
  },
  {
    name: 'load: Redis freezes for so long that connections are given up, and thaws',
    sticky: true,
    async during(cluster, load) {
      const start = performance.now()
      cluster.redis.freeze()
      while (performance.now() < start + GIVEN_UP_MS) await load.taps(1)
      cluster.redis.thaw()
      await expectRedisIsBack(cluster, load)
    },
  },
  {
    name: 'load: an instance is stopped (SIGTERM)',
    before: answerLate,
    async during(cluster, load) {
      expect(await endWhileAsked(cluster, load, 'SIGTERM')).toBe(0)
      await load.taps(TAPS)
    },
  },
  {
    name: 'load: all instances are replaced, one after the other',
    always: true,
    async during(cluster, load) {
      for (const old of [...cluster.servers]) {
        await cluster.addInstance()
        old.kill('SIGTERM')
        expect(await old.exit).toBe(0)
        await load.taps(TAPS)
      }
    },
    tokens: 8,
  },
  {
    name: 'load: an instance is killed (SIGKILL)',
    always: true,
    before: answerLate,
    async during(cluster, load) {
      await endWhileAsked(cluster, load, 'SIGKILL')
      await load.taps(TAPS)
      await passTwentySeconds(cluster, load)
    },
    answers: LOST,
  },
  {
    name: 'load: an instance stands still for a while',
    async during({ servers }, load) {
      servers[0]?.kill('SIGSTOP')
      // sooner or later every user waits for this instance
      await load.taps(4)
      servers[0]?.kill('SIGCONT')
    },
  },
  {
    name: 'load: WeChat refuses connections for a while',
    before: answerLate,
    async during({ wire }, load) {
      await wire.refuse()
      await expect.poll(() => load.told('503 wechat_unavailable'), POLL).toBeGreaterThan(20)
      await wire.accept()
      await load.taps(TAPS)
    },
    answers: LOST,
  },
  {
    name: 'load: connections to WeChat break',
    always: true,
    before: answerLate,
    async during({ wire }, load) {
      for (let times = 0; times < 3; times += 1) {
        wire.resetAll()
        await load.taps(TAPS)
      }
    },
    answers: LOST,
  },
  {
    name: 'load: WeChat answers with pages of 502',
    async during({ emulator }, load) {
      emulator.addFault({ path: WECHAT_PATHS.phone, times: 20, fault: { status: 502 } })
      await load.taps(TAPS)
    },
    answers: LOST,
  },
  {
    name: 'load: WeChat is busy (-1)',
    async during({ emulator }, load) {
      emulator.addFault({ path: WECHAT_PATHS.phone, times: 20, fault: { errcode: -1 } })
      await load.taps(TAPS)
    },
    sent: 20,
  },
  {
    name: 'load: WeChat takes longer than clients wait',
    before: answerLate,
    env: { REQUEST_TIMEOUT_MS: '100' },
    async during(_, load) {
      await expect.poll(() => load.told('504 wechat_timeout'), POLL).toBeGreaterThan(20)
    },
  },
]
