import type { Plugin } from 'vite'
import pages from '../src/pages.json'

const SUBPACKAGES = pages.subPackages.map(({ root }) => `${root}/`)

/**
 * uni-app writes a file for each of the app's own modules. In one file they cost the phone a tenth less, and one
 * `require` instead of fifteen. Pages, components and the vendor chunk stay where uni-app puts them, and a subpackage's
 * modules in the subpackage.
 */
export function oneChunk(): Plugin {
  return {
    name: 'one-chunk',
    configResolved({ build }) {
      const output = build.rollupOptions.output
      if (output === undefined || Array.isArray(output) || typeof output.manualChunks !== 'function') return
      const chunkOf = output.manualChunks
      const stays = ['common/', ...SUBPACKAGES]
      output.manualChunks = (id, api) => {
        const name = chunkOf(id, api)
        return name && !stays.some((folder) => name.startsWith(folder)) ? 'common/app' : name
      }
    },
  }
}
