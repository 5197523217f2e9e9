export type Endpoint = 'token' | 'stable_token' | 'getuserphonenumber' | 'jscode2session' | 'unknown'

const ROUTES = [
  { method: 'GET', path: '/cgi-bin/token', endpoint: 'token' },
  { method: 'POST', path: '/cgi-bin/stable_token', endpoint: 'stable_token' },
  { method: 'POST', path: '/wxa/business/getuserphonenumber', endpoint: 'getuserphonenumber' },
  { method: 'GET', path: '/sns/jscode2session', endpoint: 'jscode2session' },
] as const satisfies { method: string; path: string; endpoint: Endpoint }[]

/** Every route of WeChat's that the emulator answers, such as `GET /cgi-bin/token`; any other path is 40066. */
export const WECHAT_ROUTES: readonly string[] = ROUTES.map(({ method, path }) => `${method} ${path}`)

/** Every path the emulator answers as WeChat does. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>(
  ROUTES.map(({ path, endpoint }) => [path, endpoint]),
)

export function endpointOf(path: string): Endpoint {
  return ENDPOINTS.get(path) ?? 'unknown'
}

/** Only the media types are verified; whether WeChat adds a parameter to them is not. */
export function contentTypeOf(endpoint: Endpoint): string {
  return endpoint === 'jscode2session' ? 'text/plain' : 'application/json'
}
