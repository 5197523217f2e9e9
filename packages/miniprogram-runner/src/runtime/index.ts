export { createMiniProgram } from './mini-program'
export { startPhone } from '../chromium/shell/phone-window'
