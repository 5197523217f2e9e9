import type { Plugin } from 'vite'

const PRELOADING_RUNTIME = '/uni-mp-weixin/dist/uni.mp.esm.js'
const LINKING_RUNTIME = '/uni-mp-weixin/dist/uni.api.esm.js'
/** In a warning: nothing is loaded from it, but a search for foreign hosts is then worth reading. */
const LINK = /\[[^\]]*\]\(https:\/\/uniapp\.dcloud\.net\.cn[^)]*\)/g
const PIXEL_IN_CSS = /url\(\s*['"]?https:\/\/cdn\d*\.dcloud\.net\.cn[^)]*\)/g
/** The last one is "dcn1" of a host that the runtime spells as character codes. */
const TRACES = /cdn\d*\.dcloud|tongji[\w-]*\.dcloud|preloadAssets|99,\s*100,\s*110,\s*49/

/**
 * uni-app's production runtimes call home: three seconds after launch the mini program's asks WeChat to preload
 * https://cdn1.dcloud.net.cn/<the appids, base64 then hex>/img/shadow-grey.png, and the H5 stylesheet loads
 * https://cdn.dcloud.net.cn/img/shadow-grey.png. Both are taken out, and a build with a trace left fails.
 * To stand after uni() in `plugins`: it must see what uni's own CSS plugin has appended.
 *
 * @see https://github.com/dcloudio/uni-app/issues/1803
 * @see https://github.com/dcloudio/uni-app/pull/5662
 */
export function noBeacon(): Plugin {
  return {
    name: 'no-beacon',
    transform(code, id) {
      const path = id.split('?')[0] ?? id
      if (path.endsWith(PRELOADING_RUNTIME)) return withoutPreload(code, (message) => this.error(message))
      if (path.endsWith(LINKING_RUNTIME)) return { code: code.replace(LINK, ''), map: null }
      if (!path.endsWith('.css') || !code.includes('dcloud.net.cn')) return null
      return { code: code.replace(PIXEL_IN_CSS, 'none'), map: null }
    },
    generateBundle(_, bundle) {
      for (const [file, output] of Object.entries(bundle)) {
        const text = output.type === 'chunk' ? output.code : String(output.source)
        if (TRACES.test(text)) this.error(`DCloud beacon left in ${file}`)
      }
    },
  }
}

function withoutPreload(code: string, fail: (message: string) => never) {
  const mended = code.replace(/^\s*preloadAsset\(\);$/m, '')
  if (mended === code) fail('the preloadAsset() call is not where it was: read the runtime again')
  return { code: mended, map: null }
}
