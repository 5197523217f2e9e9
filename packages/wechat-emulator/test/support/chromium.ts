import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type Browser, chromium } from 'playwright-core'
import { test } from 'vitest'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const MISSING =
  'no browser: install Chrome, Chromium or Edge, set CHROMIUM_PATH, or (Linux x64) add the npm package @sparticuz/chromium'

const LINUX = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => [
    join(process.env[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
    join(process.env[name] ?? '', 'Microsoft/Edge/Application/msedge.exe'),
  ]),
]

function findInstalled(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':')
  return [...folders.flatMap((folder) => LINUX.map((name) => join(folder, name))), ...ELSEWHERE].find(existsSync)
}

async function launch(executablePath: string): Promise<Browser | undefined> {
  return chromium.launch({ executablePath, args: FLAGS }).catch(() => undefined)
}

async function launchPackaged(): Promise<Browser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const { default: packaged } = await import('@sparticuz/chromium')
  return launch(await packaged.executablePath())
}

async function launchAny(): Promise<Browser | undefined> {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && named !== '') return chromium.launch({ executablePath: named, args: FLAGS })
  const installed = findInstalled()
  const browser = installed === undefined ? undefined : await launch(installed)
  return browser ?? launchPackaged()
}

export const browser = await launchAny()

if (browser === undefined) {
  if (process.env.CI !== undefined) throw new Error(MISSING)
  process.stderr.write(`The tests of the console are skipped: ${MISSING}\n`)
}

/** A test that needs a browser: skipped where there is none, in CI never. */
export const browserTest = test.skipIf(browser === undefined)
