import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { compileMiniProgram, runInNode } from '../../src/index'
import { copyProgram } from '../support/native-program'
import { startServer } from '../support/server'
import { buildUniFixture } from '../support/uni-fixture'

const build = await buildUniFixture()

const WXML = 'pages/index/index.wxml'
const SCRIPT = 'pages/index/index.js'
const CONFIG = 'pages/index/index.json'

type Break = (folder: string) => void

type Replacement = string | ((match: string) => string)

function replace(file: string, from: string | RegExp, to: Replacement): Break {
  return (folder) => {
    const before = readFileSync(join(folder, file), 'utf8')
    const after = before.replace(from, (match: string) => (typeof to === 'string' ? to : to(match)))
    expect(after).not.toBe(before)
    writeFileSync(join(folder, file), after)
  }
}

const uses = (code: string): Break => replace(SCRIPT, /onLoad\(\w+=>\{/, (match) => `${match}${code};`)

const BREAKS: [string, Break, RegExp][] = [
  ['the event binding is lost', replace(WXML, /bindgetphonenumber="\{\{\w+\}\}"/, ''), /page: Tap the button/],
  ['an event name is in camel case', replace(WXML, 'bindgetphonenumber', 'bindgetPhoneNumber'), /page: Tap the button/],
  ['the open-type is lost', replace(WXML, 'open-type="getPhoneNumber"', ''), /page: Tap the button/],
  ['a tag is not closed', replace(WXML, /<\/view>$/, ''), /"wxml"/],
  ['an expression is broken', replace(WXML, '{{a}}', '{{a +}}'), /"wxml"/],
  ['a tag is unknown', replace(WXML, '<button class="allow', '<buton class="allow'), /"unknown-tag"/],
  ['a condition asks for the wrong key', replace(WXML, 'wx:if="{{c}}"', 'wx:if="{{nothing}}"'), /page: Thank you/],
  ['a component is not declared', replace(CONFIG, /"step-row": "[^"]*"/, ''), /"unknown-tag"/],
  ['a component is declared with the wrong path', replace(CONFIG, 'step-row"\n', 'step-rov"\n'), /"missing-component"/],
  [
    'a module is missing',
    (folder) => {
      rmSync(join(folder, 'common/vendor.js'))
    },
    /"missing-module"/,
  ],
  [
    'a page is missing',
    (folder) => {
      rmSync(join(folder, SCRIPT))
    },
    /"missing-page"/,
  ],
  [
    'a template is missing',
    (folder) => {
      rmSync(join(folder, WXML))
    },
    /"missing-template"/,
  ],
  ['a script has a syntax error', replace(SCRIPT, '"use strict"', '"use strict" const'), /"script"/],
  ['a configuration is not JSON', replace(CONFIG, '{', ''), /"json"/],
  ['the code uses window', uses('window.scrollTo(0, 0)'), /reading 'scrollTo'/],
  ['the code uses document', uses('document.title = "x"'), /setting 'title'/],
  ['the code uses fetch', uses('fetch("/")'), /fetch is not a function/],
  ['the code uses Buffer', uses('Buffer.from("x")'), /reading 'from'/],
  ['the code uses process', uses('process.cwd()'), /reading 'cwd'/],
  ['the code uses localStorage', uses('localStorage.getItem("x")'), /reading 'getItem'/],
  ['the code uses URL', uses('new URL("https://example.com")'), /URL is not a constructor/],
  ['the code uses AbortController', uses('new AbortController()'), /AbortController is not a constructor/],
  ['the code uses Intl', uses('new Intl.NumberFormat()'), /reading 'NumberFormat'/],
  ['the code runs code from a string', uses('new Function("return 1")()'), /code generation from strings/],
  [
    'the handler throws',
    replace(SCRIPT, /\{code:\w+,errMsg:\w+\}=\w+\.detail;/, (match) => `${match}throw new Error("broken");`),
    /broken/,
  ],
  [
    'the request goes to the wrong address',
    replace(SCRIPT, '/api/phone', '/api/fone'),
    /page: Tap the button ?HTTP 404/,
  ],
  ['the request has the wrong body', replace(SCRIPT, 'data:{code:', 'data:{kode:'), /page: Tap the button ?HTTP 422/],
  ['a style sheet has a syntax error', replace('pages/index/index.wxss', '}', ''), /"wxss"/],
]

function refuse(findings: readonly unknown[]): void {
  if (findings.length > 0) throw new Error(JSON.stringify(findings))
}

async function journey(folder: string): Promise<void> {
  const program = compileMiniProgram(folder)
  refuse(program.diagnostics)
  const server = await startServer()
  const mp = await runInNode(program, { openType: () => ({ code: 'good-code', errMsg: 'getPhoneNumber:ok' }) })
  onTestFinished(async () => {
    await mp.close()
    await server.close()
  })
  mp.launch(`pages/index/index?base=${encodeURIComponent(server.url)}`)
  refuse(mp.problems())
  mp.tap('.allow')
  // the answer of the button and, through it, the request
  await mp.advance(0)
  await mp.until(() => mp.requests.every(({ result }) => result !== undefined))
  if (mp.$('.phone') === undefined) throw new Error([`page: ${mp.text()}`, ...mp.problems()].join('\n'))
  expect(mp.text('.phone')).toBe('Phone: 138****8000')
  expect(server.seen).toMatchObject([{ url: '/api/phone' }])
  refuse(mp.problems())
}

describe('faults in a compiled page', () => {
  test('the unchanged build passes', async () => {
    await journey(copyProgram(build))
  })

  test.each(BREAKS)('a build is rejected if %s', async (_, breakIt, reason) => {
    const folder = copyProgram(build)
    breakIt(folder)
    await expect(journey(folder)).rejects.toThrow(reason)
  })
})
