export type { Extension, OpenExtension } from './extension'
export { type RunningServer, type ServerOptions, startServer } from './http-server'
export { runServer } from './run-server'
