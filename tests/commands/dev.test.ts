import { once } from 'node:events'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DevProcess, hasFreedPorts, startDev } from './dev-process'
import { copyProject, type ProjectCopy } from './project-copy'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const READY = /Ctrl-C/

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** Saves as vim and many other editors do: into a new file that takes the place of the old one. */
function save(file: string, text: string): void {
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

describe('dev, in a folder with a space, Chinese and punctuation in its name', () => {
  let project: ProjectCopy
  let dev: DevProcess

  beforeAll(async () => {
    project = copyProject()
    dev = await startDev(project.root)
    await dev.saw(READY)
  })

  afterAll(async () => {
    if (dev.child.exitCode === null && dev.child.kill('SIGTERM')) await dev.exit
    project[Symbol.dispose]()
  })

  test('everything starts and the banner says where it is', () => {
    const { api, h5, emulator } = dev.ports
    for (const text of [
      `http://127.0.0.1:${h5}/`,
      `http://192.168.7.7:${api}`,
      `console         http://127.0.0.1:${emulator}/\n`,
      '调试',
      join(project.root, 'apps/miniprogram/dist/dev/mp-weixin'),
      'sandbox',
    ])
      expect(dev.output()).toContain(text)
  })

  test('a code is exchanged for a number through the H5 dev server, and the console opens', async () => {
    const page = await fetch(`http://127.0.0.1:${dev.ports.emulator}/`)
    expect(await page.text()).toContain('<h1>wechat-emulator</h1>')
    const origin = `http://127.0.0.1:${dev.ports.h5}`
    const made = (await (await fetch(`${origin}/_sandbox/phone-codes`, json({}))).json()) as { code: string }
    const reply = await fetch(`${origin}/api/v1/phone-number`, json({ code: made.code }))
    expect(await reply.json()).toMatchObject({ countryCode: '86' })
  })

  test('the H5 dev server delivers the sources and what they import', async () => {
    const origin = `http://127.0.0.1:${dev.ports.h5}`
    const main = await (await fetch(`${origin}/src/main.ts`)).text()
    const imported = [...main.matchAll(/from "(\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(imported.length).toBeGreaterThan(2)
    const replies = await Promise.all(['/@vite/client', ...imported].map((path) => fetch(origin + path)))
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200))
  })

  test('after a compile error is fixed the mini program is built again, and a line says that its build was restarted', async () => {
    const page = 'apps/miniprogram/src/pages/phone/phone.vue'
    const compiled = join(project.root, 'apps/miniprogram/dist/dev/mp-weixin/pages/phone/phone.js')
    const source = readFileSync(join(project.root, page), 'utf8')
    const withStatement = (statement: string) => source.replace(/<script setup lang="ts">/, `$&\n${statement}`)
    save(join(project.root, page), withStatement('const typo = = 1'))
    await dev.saw(/Unexpected token/)
    save(join(project.root, page), withStatement("console.info('fixed it')"))
    await expect.poll(() => readFileSync(compiled, 'utf8'), { timeout: 80_000 }).toContain('fixed it')
    expect(dev.output()).toMatch(/^mp-weixin \| .*restarted/m)
  })

  test('SIGTERM leaves nothing behind', async () => {
    dev.child.kill('SIGTERM')
    await dev.exit
    expect(await hasFreedPorts(dev)).toBe(true)
  })
})

test('a killed parent leaves nothing behind', async () => {
  const dev = await startDev(ROOT)
  await dev.saw(READY)
  dev.child.kill('SIGKILL')
  await expect.poll(() => hasFreedPorts(dev), { timeout: 60_000 }).toBe(true)
})

test('a port that is taken is named, with the variable that changes it, and nothing is started', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const dev = await startDev(ROOT, { H5_PORT: String(port) })
  expect(await dev.exit).toEqual([1, null])
  expect(dev.output()).toContain(`Port ${port} is taken`)
  expect(dev.output()).toContain('H5_PORT=')
  expect(dev.output()).not.toContain('ready')
  other.close()
})

test('half an account is refused before anything is started', async () => {
  const dev = await startDev(ROOT, { WECHAT_APPID: 'wx1234567890abcdef' })
  expect(await dev.exit).toEqual([1, null])
  expect(dev.output()).toContain('WECHAT_SECRET is missing')
})
