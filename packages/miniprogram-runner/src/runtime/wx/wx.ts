import { BUILT_IN_COMPONENTS } from '../../format/built-in-tags'
import type { Records } from '../host/records'
import type { WxFunctions } from '../host/callback-api'

/** What uni-app's runtime looks for on `wx` because it puts it there itself. */
const PUT_THERE_BY_UNI_APP = /^(\$|__|create(App|Page|Component|PluginApp|SubpackageApp)$)/

const COMPONENTS = new Set<string>(BUILT_IN_COMPONENTS)

/**
 * `wx`. A function that is not there is undefined, so that feature detection works as on an old phone, and is written
 * down. `preloadAssets` stays out on purpose: with it uni-app loads a picture from DCloud three seconds after the start.
 */
export function createWx(parts: WxFunctions[], { missingApis }: Records): WxFunctions {
  const wx: WxFunctions = Object.assign({}, ...parts) as WxFunctions
  // the attributes and options behind the first dot are not looked at
  wx['canIUse'] = (schema: string) => {
    const [name = ''] = schema.split('.')
    return COMPONENTS.has(name) || name in wx
  }
  return new Proxy(wx, {
    get(target, name) {
      if (typeof name !== 'string') return undefined
      if (!(name in target) && !PUT_THERE_BY_UNI_APP.test(name)) missingApis.add(name)
      return target[name]
    },
  })
}
