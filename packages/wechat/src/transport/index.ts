export { Deadline, deadlineReason } from './deadline'
export {
  busyRetryDelay,
  isBusyError,
  isFields,
  malformedReply,
  readReply,
  toLostReplyError,
  type Fields,
} from './reply'
export { Transport, type WireRequest } from './transport'
