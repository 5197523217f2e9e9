import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { unpackChromium } from './packaged-chromium'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Message for the case that `launchChromium` finds no browser. */
export const CHROMIUM_MISSING =
  'no browser: install Chrome, Chromium or Edge, set CHROMIUM_PATH, or (Linux x64) add the npm package @sparticuz/chromium'

/**
 * Starts a headless browser: the one in CHROMIUM_PATH, else an installed Chrome, Chromium or Edge, else the npm package
 * `@sparticuz/chromium` if the current folder has it. Resolves to undefined when there is none.
 *
 * @throws when the browser in CHROMIUM_PATH does not start.
 */
export async function launchChromium(): Promise<Browser | undefined> {
  const { env, platform } = process
  const named = env['CHROMIUM_PATH']
  if (named !== undefined && named !== '') return launch(named)
  const installed = findInstalledBrowser({ env, platform })
  const browser = installed === undefined ? undefined : await tryLaunch(installed)
  if (browser !== undefined) return browser
  const packaged = await unpackChromium(process.cwd()).catch(() => undefined)
  return packaged === undefined ? undefined : tryLaunch(packaged.executablePath, packaged.env)
}

async function launch(executablePath: string, env: Record<string, string> = {}): Promise<Browser> {
  // loading it takes a second, which tests in Node need not spend
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath, args: FLAGS, env: { ...definedVariables(), ...env } })
}

async function tryLaunch(executablePath: string, env?: Record<string, string>): Promise<Browser | undefined> {
  try {
    return await launch(executablePath, env)
  } catch {
    return undefined
  }
}

function definedVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

interface Environment {
  readonly platform: NodeJS.Platform
  readonly env: Partial<Record<string, string>>
}

/** Looks for Chrome, Chromium and Edge where their installers put them. */
function findInstalledBrowser({ platform, env }: Environment): string | undefined {
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
