import { expect, test, vi } from 'vitest'
import { launchChromium } from '../src/index'

test('a browser that CHROMIUM_PATH names and that does not start is an error', async () => {
  vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium')
  await expect(launchChromium()).rejects.toThrow('/nowhere/chromium')
})
