export { ApiError, toApiError } from './api-error'
export { ListenError, listenError, StartError } from './start-error'
