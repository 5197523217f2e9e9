export type { AccountsConfig } from './accounts-config'
export type { Account } from './account'
export { withEnvFile } from './env-file'
export type { MiniProgram } from './mini-program'
export { readConfig, readDefaults, type Config, type Settings } from './server-config'
export { readTextFile } from './text-file'
export { findConfigProblems, readToolConfig, VARIABLES, type ToolConfig } from './tool-config'
export {
  ConfigError,
  type ConfigProblem,
  type LocalizedText,
  type Section,
  type TrustProxy,
  type Variable,
  type Variables,
} from './variables'
