import { describe, expect, test } from 'vitest'
import { compileMiniProgram, type Diagnostic } from '../../src/index'
import { writeProgram, type Files } from '../support/native-program'

function diagnose(files: Files): readonly Diagnostic[] {
  return compileMiniProgram(writeProgram(files)).diagnostics
}

function css(wxss: string, files: Files = {}): string | undefined {
  const program = compileMiniProgram(writeProgram({ 'app.wxss': wxss, ...files }))
  return program.styleSheets.find(({ path }) => path === 'app')?.css
}

describe('diagnostics', () => {
  test('a sound package has no diagnostics', () => {
    expect(diagnose({})).toEqual([])
  })

  test('a folder without app.json is rejected', () => {
    expect(() => compileMiniProgram('/nowhere')).toThrow(TypeError)
  })

  test('an unclosed tag is reported with its line', () => {
    const [diagnostic] = diagnose({ 'pages/index/index.wxml': '<view>\n<text>' })
    expect(diagnostic).toMatchObject({ file: 'pages/index/index.wxml', kind: 'wxml' })
    expect(diagnostic?.line).toBeGreaterThan(0)
  })

  test.each<[string, Files, Partial<Diagnostic>]>([
    ['an expression', { 'pages/index/index.wxml': '<view>{{ a + }}</view>' }, { kind: 'wxml' }],
    [
      'a tag',
      { 'pages/index/index.wxml': '<veiw />' },
      { kind: 'unknown-tag', message: '<veiw> is neither a built-in component nor in usingComponents' },
    ],
    ['a style sheet', { 'app.wxss': '.a { color: red' }, { file: 'app.wxss', kind: 'wxss', line: 1 }],
    ['a script', { 'app.js': 'App({' }, { file: 'app.js', kind: 'script' }],
    ['a required module', { 'app.js': 'require("./lib/a")' }, { file: 'app.js', kind: 'missing-module' }],
    ['a configuration', { 'pages/index/index.json': '{' }, { file: 'pages/index/index.json', kind: 'json' }],
    ['a component', { 'pages/index/index.json': { usingComponents: { 'a-b': './a' } } }, { kind: 'missing-component' }],
    [
      'a page',
      { 'app.json': { pages: ['pages/index/index', 'pages/a/a'] } },
      { kind: 'missing-page', message: 'pages/a/a' },
    ],
    [
      'a page of a subpackage',
      { 'app.json': { pages: ['pages/index/index'], subPackages: [{ root: 'more/', pages: ['b/b'] }] } },
      { kind: 'missing-page', message: 'more/b/b' },
    ],
  ])('a fault in %s is reported', (_, files, expected) => {
    expect(diagnose(files)).toMatchObject([expected])
  })

  test('tags in comments, expressions and wxs are ignored', () => {
    const wxml = '<!-- <a> --><wxs module="m">module.exports = 1 <b</wxs><view>{{ x <c ? 1 : 2 }}</view>'
    expect(diagnose({ 'pages/index/index.wxml': wxml })).toEqual([])
  })

  test('an included file may use the components of the page that includes it', () => {
    const files = {
      'pages/index/index.json': { usingComponents: { 'my-card': '/card' } },
      'pages/index/index.wxml': '<include src="./part.wxml" /><import src="./templates.wxml" />',
      'pages/index/part.wxml': '<my-card />',
      'pages/index/templates.wxml': '<template name="a"><my-card /></template>',
      'card.js': 'Component({})',
      'card.json': { component: true },
      'card.wxml': '<view>Card</view>',
    }
    expect(diagnose(files)).toEqual([])
  })

  test('components of app.json are known on every page', () => {
    const files = {
      'app.json': { pages: ['pages/index/index'], usingComponents: { 'my-card': 'components/card' } },
      'components/card.js': 'Component({})',
      'components/card.json': { component: true },
      'components/card.wxml': '<slot />',
      'pages/index/index.wxml': '<my-card>Hello</my-card>',
    }
    expect(diagnose(files)).toEqual([])
  })
})

describe('style sheets', () => {
  test.each([
    ['750rpx', '375px'],
    ['1rpx', '1px'],
    ['-1rpx', '-1px'],
    ['0rpx', '0px'],
    ['33rpx', '16px'],
    ['-33.5rpx', '-16px'],
  ])('%s on a screen of 375 is %s', (rpx, px) => {
    expect(css(`.a { left: ${rpx} }`)).toBe(`.a { left: ${px} }`)
  })

  test('rpx follows the given width', () => {
    const program = compileMiniProgram(writeProgram({ 'app.wxss': '.a { left: 750rpx }' }), { width: 430 })
    expect(program.styleSheets[0]?.css).toBe('.a { left: 430px }')
  })

  test('vh refers to the page, not to the phone', () => {
    expect(css('.a { height: 50vh }')).toBe('.a { height: calc(50 * var(--wx-vh, 1vh)) }')
  })

  test('built-in tags are renamed, class names that look like them are not', () => {
    expect(css('view .view > text, page, button:active { color: red }')).toBe(
      'wx-view .view > wx-text, page, wx-button:active { color: red }',
    )
  })

  test('imports are inlined and keyframes keep their selectors', () => {
    const wxss = '@import "./more.wxss"; @keyframes a { from { left: 2rpx } }'
    const result = css(wxss, { 'more.wxss': 'view { top: 2rpx }' })
    expect(result).toContain('wx-view { top: 1px }')
    expect(result).toContain('from { left: 1px }')
  })

  test('the rules of a page apply to that page only', () => {
    const wxss = '.a { color: red } @keyframes b { from { color: red } }'
    const program = compileMiniProgram(writeProgram({ 'pages/index/index.wxss': wxss }))
    expect(program.styleSheets[0]?.css).toBe(`:where([data-page="pages/index/index"]) ${wxss}`)
  })

  test('a compiled program is JSON', () => {
    const program = compileMiniProgram(writeProgram({}))
    expect(JSON.parse(JSON.stringify(program))).toEqual(program)
  })
})
