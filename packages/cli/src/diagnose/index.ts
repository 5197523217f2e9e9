export { diagnose } from './diagnose'
export type { Environment } from './environment'
export { toJson, toReport } from './report'
