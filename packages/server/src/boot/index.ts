export type { Extension, OpenExtension } from './extension'
export { type RunningServer, startServer } from './http-server'
export { runServer } from './run-server'
