/** Chromium's name and number for what Node calls an error code: the part of `errMsg` that Android shows. */
const FAILURES: Record<string, string> = {
  ECONNREFUSED: '-102:net::ERR_CONNECTION_REFUSED',
  ECONNRESET: '-101:net::ERR_CONNECTION_RESET',
  EPIPE: '-101:net::ERR_CONNECTION_RESET',
  ENOTFOUND: '-105:net::ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: '-105:net::ERR_NAME_NOT_RESOLVED',
  ETIMEDOUT: '-118:net::ERR_CONNECTION_TIMED_OUT',
  EHOSTUNREACH: '-109:net::ERR_ADDRESS_UNREACHABLE',
  ENETUNREACH: '-109:net::ERR_ADDRESS_UNREACHABLE',
  CERT_HAS_EXPIRED: '-201:net::ERR_CERT_DATE_INVALID',
  DEPTH_ZERO_SELF_SIGNED_CERT: '-202:net::ERR_CERT_AUTHORITY_INVALID',
}

export function networkFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return FAILURES[code] ?? '-2:net::ERR_FAILED'
}
