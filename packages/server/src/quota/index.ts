export { MemoryQuotaStore, type QuotaStore } from './quota-store'
export { QuotaWatch, type QuotaWatchOptions } from './quota-watch'
export { RedisQuotaStore } from './redis-quota-store'
