import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'

export interface PictureRowOptions {
  readonly file: string
  readonly pictures: readonly string[]
  /** Of each picture, in CSS pixels. */
  readonly pictureWidth: number
  readonly background?: string
  readonly columns?: number
  readonly scale?: number
}

/** Several pictures in one, in rows. */
export async function drawPictureRow(browser: Browser, options: PictureRowOptions): Promise<void> {
  const { file, pictures, pictureWidth, background = '#e9eeeb', columns = pictures.length, scale = 1 } = options
  const context = await browser.newContext({ deviceScaleFactor: scale, viewport: { width: 100, height: 100 } })
  const page = await context.newPage()
  const images = pictures.map((path) => {
    const data = readFileSync(path).toString('base64')
    return `<img src="data:image/png;base64,${data}" style="width:${pictureWidth}px;border-radius:18px;box-shadow:0 4px 24px #0002">`
  })
  await page.setContent(
    `<body style="margin:0;width:max-content"><div id="row" style="display:grid;grid-template-columns:repeat(${columns},max-content);gap:24px;padding:28px;background:${background}">${images.join('')}</div>`,
  )
  await page.locator('img').last().waitFor()
  await page.locator('#row').screenshot({ path: file })
  await context.close()
}
