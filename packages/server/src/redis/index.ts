export { createSealer, type Sealer } from './encryption'
export { RedisConnection, type RedisFailure } from './redis-connection'
