import { expect, test } from 'vitest'
import { LANGUAGES, PARTS, SIGN_INS, toAnswers } from '../src/answers'
import { renderProject } from '../src/template'
import { template, VERSION } from './made-project'

const combinations = PARTS.flatMap((parts) =>
  SIGN_INS.flatMap((signIn) => LANGUAGES.map((language) => ({ parts, signIn, language }))),
)

function render({ parts, signIn, language }: (typeof combinations)[number]) {
  const texts = { folder: 'my-app', scope: '@acme', title: 'Acme', appid: '', parts, 'sign-in': signIn, language }
  return renderProject(template, toAnswers(texts, '/'), VERSION)
}

const DEFAULT = { parts: 'app', signIn: 'sqlite', language: 'zh-CN' } as const

test.each(combinations)('$parts, $signIn, $language: whole, and without a trace of this repository', (combination) => {
  const files = render(combination)
  for (const name of ['README.md', 'Dockerfile', '.env.example', '.gitignore', '.github/workflows/ci.yml'])
    expect(files.has(name)).toBe(true)
  for (const [path, text] of files) {
    expect([path, /\{\{[#/]?[\w-]+\}\}/.exec(text)]).toEqual([path, null])
    expect([path, /workspace:|"catalog:|test-support|\.\.\/packages\/|pnpm generate/.exec(text)]).toEqual([path, null])
  }
})

test('has what belongs to its parts and its sign-in, and nothing else', () => {
  const hasMiniProgram = (parts: (typeof PARTS)[number]): boolean =>
    [...render({ ...DEFAULT, parts }).keys()].some((path) => path.startsWith('apps/miniprogram/'))
  expect(PARTS.filter(hasMiniProgram)).toEqual(['app'])
  const hasFile = (file: string) => (signIn: (typeof SIGN_INS)[number]) => render({ ...DEFAULT, signIn }).has(file)
  expect(SIGN_INS.filter(hasFile('compose.yaml'))).toEqual(['postgresql'])
  expect(SIGN_INS.filter(hasFile('.env'))).toEqual(['none'])
  const routes = render({ ...DEFAULT, signIn: 'none' }).get('apps/server/src/routes.ts')
  expect(routes).not.toContain('requireAccount')
})

test('the button is a package, whose folder is not copied', () => {
  const files = render(DEFAULT)
  expect([...files.keys()].filter((path) => path.includes('/phone-number/'))).toEqual([])
  expect(files.get('apps/miniprogram/src/main.ts')).toContain("from '@uni-phone/button'")
  for (const [path, text] of files) expect([path, /['"]\.+\/(\.\.\/)*phone-number/.exec(text)]).toEqual([path, null])
})

test('every dependency has one version, and ours that of this package', () => {
  for (const [path, text] of render(DEFAULT))
    if (path.endsWith('package.json')) {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Record<string, Record<string, string>>
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
        expect([name, version]).toEqual([
          name,
          name.startsWith('@uni-phone/') ? VERSION : (expect.stringMatching(/^\d[\w.-]+$/) as string),
        ])
    }
})
