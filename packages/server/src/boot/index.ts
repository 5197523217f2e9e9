export type { Business, OpenBusiness } from './extension'
export { type RunningServer, startServer } from './http-server'
export { runServer } from './run-server'
