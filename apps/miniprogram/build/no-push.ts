import type { Plugin } from 'vite'
import manifest from '../src/manifest.json'

const RUNTIME = '/uni-mp-weixin/dist/uni.api.esm.js'
const LISTED = /^ {4}getPushClientId,\n {4}onPushMessage,\n {4}offPushMessage,\n {4}invokePushCallback,\n/m
const DEFINED = 'getPushClientId = defineAsyncApi('

/**
 * Removes uniPush, which is in uni-app's runtime of every mini program, unless the manifest has `mp-weixin.unipush`: two
 * kilobytes less to download. Nothing else in the runtime uses it, so that Rollup drops it once nothing refers to it.
 */
export function noPush(): Plugin {
  return {
    name: 'no-push',
    apply: () => !('unipush' in manifest['mp-weixin']),
    transform(code, id) {
      if (!id.endsWith(RUNTIME)) return null
      if (!LISTED.test(code) || !code.includes(DEFINED))
        this.error('uniPush is not where it was: read the runtime again')
      const unlisted = code.replace(LISTED, '')
      return { code: unlisted.replace(DEFINED, DEFINED.replace('= ', '= /*#__PURE__*/ ')), map: null }
    },
  }
}
