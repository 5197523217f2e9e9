import { browser, browserTest } from '@uni-phone/test-support/browser'
import { type MadeProject, makeProject, sharedRegistry } from '@uni-phone/test-support/packages'
import { FULL } from '@uni-phone/test-support/services'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

describe.skipIf(!FULL)('a project made with npm create, from a registry', () => {
  let project: MadeProject

  beforeAll(async () => {
    project = await makeProject(await sharedRegistry())
  })

  afterAll(async () => {
    await browser?.close()
    project[Symbol.dispose]()
  })

  // installs by itself, as every first command does
  test('passes its tests, those of the compiled mini program included', async () => {
    expect(await project.pnpm('test')).toMatch(/Test Files .*3 passed/)
  })

  browserTest('shows a number after one tap, with pnpm dev', async () => {
    await using dev = await project.dev()
    const page = await browser?.newPage({ hasTouch: true, isMobile: true, viewport: { width: 375, height: 812 } })
    if (page === undefined) throw new Error('no browser')
    await page.goto(dev.h5)
    await page.locator('.sign-in-link').tap()
    await page.locator('.agreement-tick').tap()
    await page.locator('.phone-button').tap()
    await page.locator('.consent-allow').tap()
    expect(await page.locator('.phone-result:visible').innerText()).toMatch(/^\d{3}\*{4}\d{4}$/)
  })
})
