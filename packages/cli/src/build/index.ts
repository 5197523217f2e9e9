export { buildMiniProgram } from './mini-program'
