export { createSealer, type Sealer } from './encryption'
export { connectRedis, type RedisConnection } from './redis-connection'
