export type Endpoint = 'token' | 'stable_token' | 'getuserphonenumber' | 'jscode2session' | 'unknown'

/** Every path the emulator answers as WeChat does. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/cgi-bin/token', 'token'],
  ['/cgi-bin/stable_token', 'stable_token'],
  ['/wxa/business/getuserphonenumber', 'getuserphonenumber'],
  ['/sns/jscode2session', 'jscode2session'],
])

export function endpointOf(path: string): Endpoint {
  return ENDPOINTS.get(path) ?? 'unknown'
}

/** Only the media types are verified; whether WeChat adds a parameter to them is not. */
export function contentTypeOf(endpoint: Endpoint): string {
  return endpoint === 'jscode2session' ? 'text/plain' : 'application/json'
}
