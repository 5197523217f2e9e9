import { existsSync } from 'node:fs'
import { join } from 'node:path'

export interface Environment {
  platform: NodeJS.Platform
  env: Partial<Record<string, string>>
}

/** Chrome, Chromium and Edge where their installers put them. */
export function findInstalledBrowser({ platform, env }: Environment): string | undefined {
  return candidates(platform, env).find((path) => existsSync(path))
}

function candidates(platform: NodeJS.Platform, env: Environment['env']): string[] {
  if (platform === 'darwin') return MAC.flatMap((path) => [path, join(env['HOME'] ?? '', path)])
  if (platform === 'win32') return windowsFolders(env).flatMap((folder) => WINDOWS.map((path) => join(folder, path)))
  return (env['PATH'] ?? '').split(':').flatMap((folder) => LINUX.map((name) => join(folder, name)))
}

const LINUX = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge']

const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

const WINDOWS = [
  'Google/Chrome/Application/chrome.exe',
  'Chromium/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
]

function windowsFolders(env: Environment['env']): string[] {
  return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? [])
}
