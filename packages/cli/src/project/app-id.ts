import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Stands in manifest.json as long as a mini program has no account. */
const TOURIST = 'touristappid'

interface NamesAppId {
  readonly appid?: string
  readonly 'mp-weixin'?: { readonly appid?: string }
}

function readJson(file: string): NamesAppId {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as NamesAppId
  } catch {
    return {}
  }
}

/** Returns the AppID of the last production build. */
export const builtAppId = (root: string): string | undefined =>
  readJson(join(root, 'apps/miniprogram/dist/build/mp-weixin/project.config.json')).appid

/** Returns the AppID in manifest.json; undefined in tourist mode. */
export function manifestAppId(root: string): string | undefined {
  const appId = readJson(join(root, 'apps/miniprogram/src/manifest.json'))['mp-weixin']?.appid
  return appId === TOURIST ? undefined : appId
}
