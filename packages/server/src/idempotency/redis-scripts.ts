import type { Redis, Result } from 'ioredis'

/**
 * A record is the mark of its body (22 characters), the rank (one digit), and what is kept. Scripts, so that each step is
 * one round trip and never half done.
 */
export const MARK_LENGTH = 22

/** Position of the rank, and of what is kept. */
const [RANK_AT, KEPT_AT] = [MARK_LENGTH + 1, MARK_LENGTH + 2]

/** Takes a free key, or returns its rank, what is kept, and the remaining lifetime. Empty: this Redis lost its data. */
const ACQUIRE = `
if redis.call('EXISTS', KEYS[2]) == 0 then return {} end
if redis.call('EXISTS', KEYS[3]) == 1 then return {'settling'} end
local record = redis.call('GET', KEYS[1])
local mine = record and string.sub(record, 1, ${MARK_LENGTH}) == ARGV[1]
local rank = record and string.sub(record, ${RANK_AT}, ${RANK_AT})
if not record or rank == '0' then
  redis.call('SET', KEYS[1], ARGV[1] .. '1', 'PX', ARGV[2])
  return {'acquired', mine and string.sub(record, ${KEPT_AT}) or ''}
end
if not mine then return {'mismatch'} end
return {rank, string.sub(record, ${KEPT_AT}), redis.call('PTTL', KEYS[1])}`

/** Writes a record, unless one with another body or of the same or a higher rank is there. Frees the lock it is given. */
const SAVE = `
if ARGV[4] and redis.call('GET', KEYS[2]) == ARGV[4] then redis.call('DEL', KEYS[2]) end
local record = redis.call('GET', KEYS[1])
if record and string.sub(record, 1, ${MARK_LENGTH}) ~= ARGV[1] then return 0 end
if record and string.sub(record, ${RANK_AT}, ${RANK_AT}) >= string.sub(ARGV[2], 1, 1) then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ARGV[2], 'PX', ARGV[3])
return 1`

/** Gives a claimed key back, with what a login code gave if there is any. */
const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] .. '1' then return 0 end
if ARGV[2] == '' then return redis.call('DEL', KEYS[1]) end
redis.call('SET', KEYS[1], ARGV[1] .. '0' .. ARGV[2], 'PX', ARGV[3])
return 1`

/** Locks a key, unless it is locked or its handler has succeeded in the meantime. */
const LOCK = `
local record = redis.call('GET', KEYS[1])
if record and string.sub(record, ${RANK_AT}, ${RANK_AT}) >= '4' then return 0 end
return redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2], 'NX') and 1 or 0`

const UNLOCK = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

/** Makes instances wait once for each Redis process: the others have not told it yet what they keep. */
const SETTLE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], '', 'PX', ARGV[2])
return 1`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    readonly uniPhoneAcquire: (...parts: (string | number)[]) => Result<(string | number)[], Context>
    readonly uniPhoneSave: (...parts: (string | number)[]) => Result<number, Context>
    readonly uniPhoneRelease: (...parts: (string | number)[]) => Result<number, Context>
    readonly uniPhoneLock: (...parts: (string | number)[]) => Result<number, Context>
    readonly uniPhoneUnlock: (...parts: (string | number)[]) => Result<number, Context>
    readonly uniPhoneSettle: (...parts: (string | number)[]) => Result<number, Context>
  }
}

/** Adds the scripts to a client, as commands. */
export function defineScripts(redis: Redis): void {
  redis.defineCommand('uniPhoneAcquire', { numberOfKeys: 3, lua: ACQUIRE })
  redis.defineCommand('uniPhoneSave', { numberOfKeys: 2, lua: SAVE })
  redis.defineCommand('uniPhoneRelease', { numberOfKeys: 1, lua: RELEASE })
  redis.defineCommand('uniPhoneLock', { numberOfKeys: 2, lua: LOCK })
  redis.defineCommand('uniPhoneUnlock', { numberOfKeys: 1, lua: UNLOCK })
  redis.defineCommand('uniPhoneSettle', { numberOfKeys: 2, lua: SETTLE })
}
