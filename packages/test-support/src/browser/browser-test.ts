import process from 'node:process'
import { CHROMIUM_MISSING, launchChromium } from '@uni-phone/miniprogram-runner/browser'
import { test } from 'vitest'

export const browser = await launchChromium()

if (browser === undefined) {
  if (process.env.CI !== undefined) throw new Error(CHROMIUM_MISSING)
  process.stderr.write(`The tests in a browser are skipped: ${CHROMIUM_MISSING}\n`)
}

/** A test that needs a browser: skipped where there is none, in CI never. */
export const browserTest = test.skipIf(browser === undefined)
