export type { StoreUsage } from './byte-budget'
export { MemoryStore, type MemoryStoreOptions } from './memory-store'
export { RedisStore, type RedisStoreOptions } from './redis-store'
export type {
  Acquisition,
  Answer,
  IdempotencyStore,
  Identity,
  Json,
  Lease,
  PhoneAnswer,
  ProblemAnswer,
  SessionAnswer,
  StoredRequest,
  VerifiedPhone,
} from './store'
