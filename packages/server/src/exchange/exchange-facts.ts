import type { ExchangeFacts } from '../observability'

/** Adds to what is known of an exchange. */
export type NoteFacts = (facts: ExchangeFacts) => void
