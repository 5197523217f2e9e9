import type { Browser } from 'playwright-core'
import { findInstalledBrowser } from './installed-browsers'
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

/** What to tell a person when `launchChromium` found nothing. */
export const CHROMIUM_MISSING =
  'no browser: install Chrome, Chromium or Edge, set CHROMIUM_PATH, or (Linux x64) add the npm package @sparticuz/chromium'

/**
 * Starts a headless browser: the one that CHROMIUM_PATH names, else an installed Chrome, Chromium or Edge, else the npm
 * package `@sparticuz/chromium` if the current folder has it. Undefined when there is none.
 *
 * @throws when CHROMIUM_PATH names something that does not start.
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
  // a second that tests in Node need not spend
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
