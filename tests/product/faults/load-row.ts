import type { Cluster } from '@uni-phone/test-support/product'
import type { Load } from './load'

/** What happens while users tap, on four instances with a Redis. */
export interface LoadRow {
  readonly name: string
  /** Users stay with their instance: what the outage of Redis leaves of the guarantee. */
  readonly sticky?: boolean
  readonly before?: (cluster: Cluster) => Promise<void>
  readonly during: (cluster: Cluster, load: Load) => Promise<void>
  /** What users may be told in the end, beside `200`. */
  readonly answers?: readonly string[]
  /** How often at most a code reached WeChat. @default 1 */
  readonly sent?: number
  /** At most so many tokens are fetched. @default one by each instance */
  readonly tokens?: number
  readonly env?: NodeJS.ProcessEnv
  /** Runs not only in `pnpm test:full`. */
  readonly always?: boolean
}
