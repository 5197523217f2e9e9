import { entryPage } from '../../format/mini-program-config'
import type { CompiledMiniProgram } from '../../compile/index'
import type { LaunchOptions } from '../host/options'
import { parseUrl } from '../wx/navigation'

// documented: opened from the list of mini programs
const SCENE = 1001

export function createLaunchOptions(
  { app }: CompiledMiniProgram,
  given: Partial<LaunchOptions> = {},
  url = given.path ?? entryPage(app),
): LaunchOptions {
  const { route, query } = parseUrl(url, '')
  return { scene: SCENE, referrerInfo: {}, ...given, path: route, query: { ...given.query, ...query } }
}
