export type { StoreUsage } from './byte-budget'
export { MemoryStore } from './memory-store'
export { RedisStore } from './redis-store'
export type {
  Acquisition,
  Answer,
  IdempotencyStore,
  Identity,
  Json,
  PhoneAnswer,
  StoredRequest,
  VerifiedPhone,
} from './store'
