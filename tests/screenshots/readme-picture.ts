import { join } from 'node:path'
import { compileMiniProgram, runInChromium } from '@uni-phone/miniprogram-runner'
import type { Browser } from 'playwright-core'
import { openTestAccounts, startStack } from '@uni-phone/test-support/product'
import { drawPictureRow } from './picture-row'

/** Home, WeChat's sheet, the number: from the mini program, the server and the emulator as they run. */
export async function drawReadmePicture(
  browser: Browser,
  { folder, port, shots, file }: { folder: string; port: number; shots: string; file: string },
): Promise<void> {
  await using accounts = await openTestAccounts()
  await using stack = await startStack(port, { accounts: accounts.accounts })
  const phone = await runInChromium(browser, compileMiniProgram(folder, { width: 375 }), {
    appName: 'uni-phone',
    height: 760,
    login: () => stack.emulator.createLoginCode().code,
    phoneCode: stack.newCode,
  })
  await phone.launch()
  const pictures = ['home', 'sheet', 'number'].map((name) => join(shots, `readme-${name}.png`))
  const take = (at: number) => phone.page.screenshot({ path: pictures[at] ?? '' })
  const click = (selector: string) => phone.page.locator(`${selector}:visible`).first().click()
  await take(0)
  await click('.sign-in-link')
  await phone.page.locator('.agree-first-button').waitFor()
  await click('.agreement-tick')
  await click('.phone-button')
  await phone.page.locator('#wx-allow').waitFor()
  await take(1)
  await click('#wx-allow')
  await phone.page.locator('.finish-button').waitFor()
  await take(2)
  await phone.close()
  await drawPictureRow(browser, { file, pictures, pictureWidth: 300 })
}
