import { existsSync } from 'node:fs'

const INSTALLED: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['/Applications/wechatwebdevtools.app/Contents/MacOS/cli'],
  win32: [
    'C:\\Program Files (x86)\\Tencent\\微信web开发者工具\\cli.bat',
    'C:\\Program Files\\Tencent\\微信web开发者工具\\cli.bat',
  ],
}

/** Returns the command line tool of WeChat DevTools: the named one, or where the installer puts it. */
export function findDevToolsCli(named: string | undefined, platform: NodeJS.Platform): string | undefined {
  const candidates = named ? [named] : (INSTALLED[platform] ?? [])
  return candidates.find((path) => existsSync(path))
}
