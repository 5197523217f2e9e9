/** The token of a call. A token alone in its query, as clients send it, is worth not parsing: this is the hot path. */
export function readAccessToken(query: string): string {
  const [, token] = /^access_token=([\w-]*)$/.exec(query) ?? []
  return token ?? new URLSearchParams(query).get('access_token') ?? ''
}
