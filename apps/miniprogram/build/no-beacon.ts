import type { Plugin } from 'vite'

const PRELOADING_RUNTIME = '/uni-mp-weixin/dist/uni.mp.esm.js'
const LINKING_RUNTIME = '/uni-mp-weixin/dist/uni.api.esm.js'
/** Link inside a warning. Nothing is loaded from it; removing it keeps a search for foreign hosts meaningful. */
const LINK = /\[[^\]]*\]\(https:\/\/uniapp\.dcloud\.net\.cn[^)]*\)/g
const PIXEL_IN_CSS = /url\(\s*['"]?https:\/\/cdn\d*\.dcloud\.net\.cn[^)]*\)/g
/** The last alternative is "dcn1" of a host that the runtime spells as character codes. */
const TRACES = /cdn\d*\.dcloud|tongji[\w-]*\.dcloud|preloadAssets|99,\s*100,\s*110,\s*49/

/**
 * Removes the tracking requests of uni-app's production runtimes, and fails the build if a trace is left. Three seconds
 * after launch the mini program asks WeChat to preload https://cdn1.dcloud.net.cn/<the appids, base64 then
 * hex>/img/shadow-grey.png, and the H5 stylesheet loads https://cdn.dcloud.net.cn/img/shadow-grey.png.
 * Must come after uni() in `plugins`, to see what uni's own CSS plugin appends.
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
  const cleaned = code.replace(/^\s*preloadAsset\(\);$/m, '')
  if (cleaned === code) fail('the preloadAsset() call is not where it was: read the runtime again')
  return { code: cleaned, map: null }
}
