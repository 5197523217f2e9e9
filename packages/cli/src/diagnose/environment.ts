import type { Config, ToolConfig } from '@uni-phone/config'

/** Machine and project to diagnose. */
export interface Environment {
  /** Root folder of the project. */
  readonly root: string
  /** Environment variables of the shell. */
  readonly env: NodeJS.ProcessEnv
  readonly nodeVersion: string
  /** Returns the time in milliseconds since 1970. */
  readonly now: () => number
  /** Time limit for WeChat, Redis and the database, in milliseconds. */
  readonly timeoutMs: number
}

/** Parsed configuration; both absent if it is invalid. */
export interface Settings {
  readonly config: Config | undefined
  readonly tools: ToolConfig | undefined
}

export const NOT_CONFIGURED = { zh: '先改正配置', en: 'fix the configuration first' }
