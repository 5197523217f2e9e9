/**
 * Every state of the pages, in both themes, both languages and two widths, into /screenshots; and the README's picture,
 * which `--picture` makes alone.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CHROMIUM_MISSING, launchChromium } from '@uni-phone/miniprogram-runner'
import type { Browser, Page } from 'playwright-core'
import { buildApp, freePort, serveFolder, startDevServer, startStubApi } from '@uni-phone/test-support/services'
import { shootH5 } from './h5-states'
import { shootMiniProgram } from './mini-program-states'
import { drawPictureRow } from './picture-row'
import { drawReadmePicture } from './readme-picture'
import { nameOf, shotFile, type Variant, VARIANTS } from './variant'

const root = fileURLToPath(new URL('../..', import.meta.url))
const shots = join(root, 'screenshots')

function camera(platform: 'mp-weixin' | 'h5', variant: Variant, files: string[]) {
  return async (page: Page, state: string): Promise<void> => {
    const file = shotFile(shots, platform, variant, state)
    mkdirSync(dirname(file), { recursive: true })
    await page.screenshot({ path: file, animations: 'disabled' })
    files.push(file)
  }
}

async function build(address: string) {
  const here = { VITE_API_BASE_URL: address }
  const production = await buildApp('mp-weixin', here)
  const anotherWay = await buildApp('mp-weixin', { ...here, VITE_ANOTHER_WAY_PAGE: '/pages/index/index' })
  const notConfigured = await buildApp('mp-weixin', {})
  const development = await buildApp('mp-weixin', here, true)
  const h5 = await buildApp('h5', {})
  return { production, anotherWay, notConfigured, development, h5 }
}

async function shootAll(browser: Browser): Promise<void> {
  const api = await startStubApi()
  const h5Port = await freePort()
  const builds = await build(api.url)
  const folders = {
    production: builds.production.folder,
    anotherWay: builds.anotherWay.folder,
    notConfigured: builds.notConfigured.folder,
    development: builds.development.folder,
  }
  const dev = await startDevServer({ UNI_PHONE_SANDBOX: '1', API_TARGET: api.url, H5_PORT: String(h5Port) })
  const h5 = await serveFolder(builds.h5.folder)
  const urls = { sandbox: `http://127.0.0.1:${h5Port}/`, production: h5.url }
  for (const variant of VARIANTS) {
    const files: string[] = []
    await shootMiniProgram({ browser, folders, api, variant, shoot: camera('mp-weixin', variant, files) })
    api.setMode('ok')
    await shootH5({ browser, urls, variant, shoot: camera('h5', variant, files) })
    const file = join(shots, `all-${nameOf(variant)}.png`)
    await drawPictureRow(browser, { file, pictures: files, pictureWidth: 260, columns: 9, background: '#888888' })
    process.stdout.write(`${files.length} pictures of ${nameOf(variant)}\n`)
  }
  await dev.stop()
  h5.close()
  await api.close()
  for (const { folder } of Object.values(builds)) rmSync(folder, { recursive: true })
}

async function drawPicture(browser: Browser): Promise<void> {
  const port = await freePort()
  const { folder } = await buildApp('mp-weixin', { VITE_API_BASE_URL: `http://127.0.0.1:${port}` })
  await drawReadmePicture(browser, { folder, port, shots, file: join(root, 'docs/images/flow.png') })
  rmSync(folder, { recursive: true })
}

const { values } = parseArgs({ options: { picture: { type: 'boolean', default: false } } })
const browser = await launchChromium()
if (browser === undefined) {
  process.stderr.write(`${CHROMIUM_MISSING}\n`)
  process.exitCode = 1
} else {
  if (!values.picture) rmSync(shots, { recursive: true, force: true })
  mkdirSync(shots, { recursive: true })
  if (!values.picture) await shootAll(browser)
  await drawPicture(browser)
  await browser.close()
}
