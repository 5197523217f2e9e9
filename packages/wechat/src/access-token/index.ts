export {
  AccessTokenCache,
  type AccessToken,
  type TokenFetchCause,
  type TokenFetchEvent,
} from './access-token-cache'
export {
  createClassicTokenSource,
  createFunctionTokenSource,
  createStableTokenSource,
  type AccessTokenFunction,
  type IssuedToken,
  type TokenEndpointOptions,
  type TokenRequest,
  type TokenSource,
} from './token-sources'
