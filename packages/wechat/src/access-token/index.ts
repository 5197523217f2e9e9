export {
  AccessTokenCache,
  type AccessToken,
  type TokenFetchCause,
  type TokenFetchEvent,
} from './access-token-cache'
export { isTokenRejection, toTokenRejectedError } from './token-rejection'
export {
  createClassicTokenSource,
  createFunctionTokenSource,
  createServerTokenSource,
  createStableTokenSource,
  type AccessTokenFunction,
  type IssuedToken,
  type TokenEndpointOptions,
  type TokenRequest,
  type TokenServerOptions,
  type TokenSource,
} from './token-sources'
