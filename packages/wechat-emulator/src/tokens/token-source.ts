import type { Clock } from '../clock'
import type { QuotaBook } from '../quotas/quota-book'
import type { TokenRegistry } from './token-registry'

/** What tokens are made of. */
export interface TokenSource {
  tokens: TokenRegistry
  clock: Clock
  quotas: QuotaBook
}
