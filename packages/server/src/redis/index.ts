export { createSealer, type Sealer } from './encryption'
export { RedisConnection, type RedisConnectionOptions, type RedisFailure } from './redis-connection'
