export { createMiniProgram } from './mini-program'
export { startPhone } from './start-phone'
