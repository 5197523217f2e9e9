export {
  type Answer,
  type Answerer,
  type ApiCall,
  contentTypeOf,
  type Endpoint,
  endpointOf,
  jsonAnswer,
  LENGTH_REQUIRED,
  type Reply,
  WECHAT_ROUTES,
} from './call'
export { createRefuse, type Refuse, WECHAT_ERRCODES } from './errors'
export { DEFAULT_QUIRKS, type Quirks, readQuirks } from './quirks'
export {
  createRequestLog,
  type RecordedRequest,
  type RequestDump,
  type RequestEntry,
  type RequestLog,
  toRecorded,
} from './request-log'
