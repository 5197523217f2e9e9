export { type Control, createControl, isControlPath } from './control'
export type { LiveEvent } from './event-stream'
