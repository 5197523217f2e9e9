const NAME = /^[a-z_]{1,24}$/i
const APP_ID = /^wx[0-9a-f]{16}$/

/** Enough of a code or token to tell two apart. */
export function maskSecret(text: string): string {
  return text.length > 24 ? `${text.slice(0, 6)}…` : '***'
}

export function maskPhone(phone: string): string {
  const kept = phone.length >= 11 ? 4 : 2
  return `${phone.slice(0, 3)}****${phone.slice(-kept)}`
}

/** Only what is known to be harmless stays: a secret can arrive under any name, that of the AppID included. */
export function maskQuery(query: string): Record<string, string> {
  const masked: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    masked[NAME.test(name) ? name : '***'] = maskParameter(name, value)
  }
  return masked
}

function maskParameter(name: string, value: string): string {
  if (value === '') return ''
  if (name === 'appid' && APP_ID.test(value)) return value
  if (name === 'grant_type' && (value === 'client_credential' || value === 'authorization_code')) return value
  return name === 'access_token' || name === 'js_code' ? maskSecret(value) : '***'
}
