export { type ClientAddress, createClientAddress } from './client-address'
export { createRateLimit, type RateLimit, type RateLimitOptions, type RateLimitState } from './rate-limit'
