export { Cooldown } from './cooldown'
export { Deadline, deadlineReason } from './deadline'
export { parseJson, type WireReply } from './pending-reply'
export {
  busyRetryDelay,
  isBusyError,
  isFields,
  malformedReply,
  readReply,
  toLostReplyError,
  type Fields,
} from './reply'
export { Transport, type RequestSecurity, type SealedRequest, type WireRequest } from './transport'
export { UntrustedReplyError } from './transport-error'
