export { runCommandLine } from './command-line'
export { planDevelopment, toBanner } from './dev'
export { diagnose, toJson, toReport, type Environment } from './diagnose'
export { projectAt, withPlainPath } from './project'
