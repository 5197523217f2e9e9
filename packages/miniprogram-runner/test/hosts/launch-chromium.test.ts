import { describe, expect, test, vi } from 'vitest'
import { launchChromium } from '../../src/index'

describe('launchChromium', () => {
  test('launchChromium rejects if the browser in CHROMIUM_PATH does not start', async () => {
    vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium')
    await expect(launchChromium()).rejects.toThrow('/nowhere/chromium')
  })
})
