import type { Plugin } from 'vite'

const FILE = 'project.config.json'

/** Writes the AppID into the project file that WeChat DevTools opens; the manifest's own AppID means tourist mode. */
export function projectConfig(appId: string | undefined): Plugin {
  return {
    name: 'project-config',
    generateBundle(_, bundle) {
      const file = bundle[FILE]
      if (!appId || file?.type !== 'asset') return
      file.source = JSON.stringify({ ...JSON.parse(String(file.source)), appid: appId }, null, 2)
    },
  }
}
