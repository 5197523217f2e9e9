export { type Commands, createCommands, type IssuedCode } from './commands'
export { type EmulatorOptions, readOptions, SANDBOX_APP_ID, SANDBOX_APP_SECRET } from './options'
export type { EmulatorState } from './state'
export { createStores } from './stores'
