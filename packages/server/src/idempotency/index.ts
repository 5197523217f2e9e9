export { createMemoryAnswerStore, type KnownRequest, type MemoryAnswerStore } from './memory-store'
export { createRedisAnswerStore, type RedisAnswerStoreOptions } from './redis-store'
export type {
  Answer,
  AnswerStore,
  Claim,
  ClaimedRequest,
  Json,
  PhoneAnswer,
  ProblemAnswer,
  VerifiedPhone,
} from './store'
