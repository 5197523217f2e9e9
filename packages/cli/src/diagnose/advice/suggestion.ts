import { distance } from 'fastest-levenshtein'

/** Normalizes common spellings: WX_APP_ID means WECHAT_APPID, WECHAT_APP_SECRET means WECHAT_SECRET. */
function normalize(name: string): string {
  return name
    .toUpperCase()
    .replaceAll(/[_-]/g, '')
    .replace(/^(WX|WEIXIN)/, 'WECHAT')
    .replace('APPSECRET', 'SECRET')
}

const LONG = 8

/** Returns the known name that an unknown one most likely means; undefined if none is close. */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  const meant = normalize(name)
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: distance(meant, normalize(candidate)) }))
    .sort((a, b) => a.edits - b.edits)
  return nearest !== undefined && nearest.edits <= (meant.length >= LONG ? 2 : 1) ? nearest.candidate : undefined
}
