export { ApiError, toApiError } from './api-error'
export { listenError, StartError } from './start-error'
