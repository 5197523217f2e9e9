/** What an operator wants to know of an exchange: what WeChat said, and how often it was asked. */
export interface ExchangeFacts {
  /** How often the code went out for this request. */
  readonly attempts?: number
  readonly errcode?: number | undefined
  /** WeChat's own id of the call that failed. */
  readonly rid?: string | undefined
}

/** Adds to what is known of an exchange. */
export type NoteFacts = (facts: ExchangeFacts) => void
