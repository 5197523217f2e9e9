export { type ChangeListener, type Changes, createChanges } from './changes'
export { type Clock, createClock } from './clock'
export {
  EmulatorError,
  type EmulatorErrorCode,
  type Fields,
  invalid,
  isFields,
  isIntegerBetween,
  isVisible,
  readFields,
  readStrings,
} from './input'
export { maskAnswer, maskBody, maskPhone, maskQuery, maskSecret } from './mask'
export { createRandom, type Random, type RandomBytes, seededBytes } from './random'
