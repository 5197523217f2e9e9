import type { Names } from './names'
import { ON_THE_WIRE, ORIGINAL, SHOWN_IN } from './original'

const MANIFEST = 'apps/miniprogram/src/manifest.json'

/** A packed package is named for its scope: uni-phone-wechat-0.1.0.tgz. */
const PACKED = `${ORIGINAL.name}(?=-[a-z-]+-\\d+\\.\\d+)`

const OLD_NAMES = new RegExp(`(${ON_THE_WIRE.source})|(${ORIGINAL.scope}(?=/))|(${PACKED})|${ORIGINAL.name}`, 'g')

/** A file's text with the new names. */
export function rewriteText(file: string, text: string, { name, scope, title, appId }: Names): string {
  const bare = SHOWN_IN.includes(file) ? title : name
  const renamed = text.replace(OLD_NAMES, (found: string, kept?: string, scoped?: string, packed?: string) => {
    if (kept !== undefined) return found
    if (scoped !== undefined) return scope
    return packed === undefined ? bare : scope.slice(1)
  })
  if (file !== MANIFEST || appId === undefined) return renamed
  return renamed.replace(/("mp-weixin": \{\s*"appid": ")[^"]*"/, `$1${appId}"`)
}

const APP_ID_LINE = /^WECHAT_APPID=.*$/m

/** `.env` with the AppID; undefined where there is no secret beside which it could stand. */
export function rewriteEnvFile(text: string, appId: string): string | undefined {
  if (!/^WECHAT_SECRET=\s*\S/m.test(text)) return undefined
  const line = `WECHAT_APPID=${appId}`
  return APP_ID_LINE.test(text) ? text.replace(APP_ID_LINE, line) : `${text.replace(/\n*$/, '\n')}${line}\n`
}
