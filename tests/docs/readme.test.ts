import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { toBanner } from '@uni-phone/cli'
import { readCode } from './doc-code'

const root = fileURLToPath(new URL('../..', import.meta.url))
const README = ['README.md', 'README.zh-CN.md'] as const
const textOf = (page: string) => readFileSync(root + page, 'utf8')

interface Manifest {
  license: string
  engines: { node: string }
}

test.each(README)('%s: the badges say what package.json says', (page) => {
  const { license, engines } = JSON.parse(textOf('package.json')) as Manifest
  const badges = [...textOf(page).matchAll(/!\[([^\]]+)\]\(https:\/\/img\.shields\.io\/badge\/([^)]+)-\w+\)/g)]
  const shown = badges.map(([, alt = '', path = '']) => ({ alt, drawn: decodeURIComponent(path).replace('-', ' ') }))
  const said = [`licence ${license}`, `node ${engines.node}`]
  expect(shown).toEqual(said.map((text) => ({ alt: text, drawn: text })))
})

test.each(README)('%s shows the banner that `pnpm dev` shows', (page) => {
  const banner = toBanner({
    sandbox: true,
    wechatBaseUrl: 'http://127.0.0.1:8788',
    h5Url: 'http://127.0.0.1:5173/',
    apiUrl: 'http://127.0.0.1:8787',
    lanApiUrl: undefined,
    miniProgramFolder: 'apps/miniprogram/dist/dev/mp-weixin',
  })
  const shown =
    readCode(page)
      .find(({ language }) => language === 'text')
      ?.text.trimEnd()
      .split('\n') ?? []
  expect(shown.length).toBeGreaterThan(3)
  expect(shown.filter((line) => !banner.split('\n').includes(line))).toEqual([])
})

/** Whether a text stands in a source, a page apart. */
function isInSource(text: string): boolean {
  const args = ['grep', '-lF', '-e', text, '--', 'apps', 'packages', 'scripts', ':!*.md']
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8' }) !== ''
  } catch {
    return false
  }
}

test.each(README)('%s: every error text of the FAQ is one that someone will see', (page) => {
  const [, faq = ''] = /^## (?:What the error says|常见报错)\n([\s\S]*?)^## /m.exec(textOf(page)) ?? []
  const firstColumn = faq.split('\n').map((line) => line.split('|')[1] ?? '')
  const texts = firstColumn.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text))
  expect(texts.length).toBeGreaterThan(10)
  expect(texts.flatMap((text) => text.split('…')).filter((part) => !isInSource(part))).toEqual([])
})
