import type { Config, ToolConfig } from '@uni-phone/config'

/** The machine that is looked at. */
export interface Surroundings {
  /** The root of the repository. */
  readonly root: string
  /** The shell's environment. */
  readonly env: NodeJS.ProcessEnv
  readonly nodeVersion: string
  readonly platform: NodeJS.Platform
  /** The time in milliseconds since 1970. */
  readonly now: () => number
  /** How long WeChat and Redis may take to answer, in milliseconds. */
  readonly patienceMs: number
}

/** What the configuration says, where it can be used. */
export interface Settings {
  readonly config: Config | undefined
  readonly tools: ToolConfig | undefined
}

export const NOT_CONFIGURED = { zh: '先改正配置', en: 'mend the configuration first' }
