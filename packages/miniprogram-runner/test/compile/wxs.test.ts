import { describe, expect, test } from 'vitest'
import { compileMiniProgram, type Diagnostic, type MiniProgram } from '../../src/index'
import { runProgram, writeProgram, type Files } from '../support/native-program'

async function run(wxml: string, files: Files = {}): Promise<MiniProgram> {
  const mp = await runProgram({ 'pages/index/index.wxml': wxml, ...files })
  mp.launch()
  return mp
}

function diagnose(wxml: string, files: Files = {}): readonly Diagnostic[] {
  return compileMiniProgram(writeProgram({ 'pages/index/index.wxml': wxml, ...files })).diagnostics
}

const inline = (script: string, wxml = '<view>{{ m.text }}</view>'): string => `<wxs module="m">${script}</wxs>${wxml}`

describe('WXS', () => {
  test.each([
    ['with its extension', './format.wxs'],
    ['without its extension', './format'],
    ['from another folder', '../utils/format.wxs'],
  ])('a module is required %s', async (_, path) => {
    const mp = await run('<wxs module="m" src="../../utils/index.wxs" /><view>{{ m.text }}</view>', {
      'utils/index.wxs': `var format = require("${path}"); module.exports = { text: format.bold("a") }`,
      'utils/format.wxs': 'module.exports = { bold: function (text) { return "*" + text + "*" } }',
    })
    expect(mp.text()).toBe('*a*')
    expect(mp.problems()).toEqual([])
  })

  test('a template requires modules inline', async () => {
    const mp = await run(inline('module.exports.text = require("../../a.wxs").text'), {
      'a.wxs': 'module.exports.text = "from a"',
    })
    expect(mp.text()).toBe('from a')
  })

  test.each([
    ['getRegExp', 'getRegExp("a+", "g").exec("baac")[0]', 'aa'],
    ['getDate of a time', 'getDate(1500000000000).getTime()', '1500000000000'],
    ['getDate of parts', 'getDate(2017, 6, 14).getMonth()', '6'],
    ['constructor of an array', '[].constructor', 'Array'],
    ['constructor of an object', '({}).constructor', 'Object'],
    ['constructor of a string', '"".constructor === "String"', 'true'],
    ['constructor of a number', '(1).constructor', 'Number'],
    ['constructor of a boolean', 'true.constructor', 'Boolean'],
    ['constructor of a function', '(function () {}).constructor', 'Function'],
    ['constructor of a date', 'getDate().constructor', 'Date'],
    ['constructor of a regexp', 'getRegExp("a").constructor', 'RegExp'],
    ['JSON and Math', 'JSON.stringify([Math.max(1, 2)])', '[2]'],
  ])('%s', async (_, expression, text) => {
    const mp = await run(inline(`module.exports.text = ${expression}`))
    expect(mp.text()).toBe(text)
    expect(mp.problems()).toEqual([])
  })

  test('a module that is missing is reported and leaves the rest running', async () => {
    const wxml = `<wxs module="n" src="./nothing.wxs" />${inline(
      'module.exports.text = require("./none.wxs").text',
      '<view>Still here</view>',
    )}`
    expect(diagnose(wxml)).toEqual([
      {
        file: 'pages/index/index.wxml',
        kind: 'missing-module',
        level: 'error',
        message: 'require("./none.wxs"): no such module',
      },
      {
        file: 'pages/index/index.wxml',
        kind: 'missing-module',
        level: 'error',
        message: '<wxs src>: pages/index/nothing.wxs does not exist',
      },
    ])
    expect((await run(wxml)).text()).toBe('Still here')
  })

  test('a module with a syntax error is reported and leaves the rest running', async () => {
    const files = { 'a.wxs': 'var a = ;' }
    const wxml = '<wxs module="m" src="/a.wxs" /><view>Still here</view>'
    expect(diagnose(wxml, files)).toMatchObject([{ file: 'a.wxs', kind: 'wxs', level: 'error', line: 1, column: 9 }])
    expect((await run(wxml, files)).text()).toBe('Still here')
  })

  test('an error in a module is logged as a problem and leaves the rest running', async () => {
    const mp = await run(inline('undefined.text', '<view>Still here</view>'))
    expect(mp.text()).toBe('Still here')
    expect(mp.problems()[0]).toContain('TypeError')
  })

  test.each(['bindtap', 'bind:touchstart', 'catch:touchmove', 'change:prop'])(
    'a handler of %s is reported',
    (attribute) => {
      const wxml = inline('module.exports.run = function () {}', `<view ${attribute}="{{ m.run }}" />`)
      expect(diagnose(wxml)).toMatchObject([
        {
          kind: 'unsupported',
          level: 'warning',
          message: `${attribute}="{{ m.run }}": WXS event handlers are not supported`,
        },
      ])
    },
  )
})

describe('built-in behaviors', () => {
  const component = (script: string): Files => ({
    'pages/index/index.json': { usingComponents: { 'my-field': '/field' } },
    'pages/index/index.wxml': '<my-field id="field" name="colour" value="red" />',
    'field.json': { component: true },
    'field.wxml': '<view>{{ name }} {{ value }}</view>',
    'field.js': script,
  })

  test('wx://form-field adds name and value', async () => {
    const mp = await runProgram(component('Component({ behaviors: ["wx://form-field"] })'))
    mp.launch()
    expect(mp.text()).toBe('colour red')
    expect(mp.problems()).toEqual([])
  })

  test('wx://component-export replaces the result of selectComponent', async () => {
    const mp = await runProgram({
      ...component('Component({ behaviors: ["wx://component-export"], export() { return { own: this.is } } })'),
      'pages/index/index.js': 'Page({ onReady() { wx.setStorageSync("selected", this.selectComponent("#field")) } })',
    })
    mp.launch()
    expect(mp.storage).toEqual({ selected: { own: 'field' } })
  })

  test('an unknown behavior is logged as a problem and leaves the rest running', async () => {
    const mp = await runProgram(component('Component({ behaviors: ["wx://unknown"], properties: { name: String } })'))
    mp.launch()
    expect(mp.text()).toBe('colour')
    expect(mp.problems()).toEqual(['field: the behavior wx://unknown is not supported'])
  })
})

describe('miniprogram_npm', () => {
  const files: Files = {
    'pages/index/index.json': { usingComponents: { 'lib-card': 'lib/card' } },
    'pages/index/index.wxml': '<lib-card text="{{text}}" />',
    'pages/index/index.js': 'const { word } = require("@scope/words"); Page({ data: { text: word } })',
    'miniprogram_npm/@scope/words/index.js': 'exports.word = require("inner").word',
    'miniprogram_npm/@scope/words/miniprogram_npm/inner/index.js': 'exports.word = "found"',
    'miniprogram_npm/lib/card/index.json': { component: true },
    'miniprogram_npm/lib/card/index.js': 'Component({ properties: { text: String } })',
    'miniprogram_npm/lib/card/index.wxml': '<view>{{ text }}</view>',
  }

  test('modules and components of packages are found', async () => {
    expect(compileMiniProgram(writeProgram(files)).diagnostics).toEqual([])
    const mp = await runProgram(files)
    mp.launch()
    expect(mp.text()).toBe('found')
    expect(mp.problems()).toEqual([])
  })

  test('a package that is missing is reported with its level', () => {
    const script = 'if (0) require("unbuilt"); Page({})'
    expect(compileMiniProgram(writeProgram({ 'pages/index/index.js': script })).diagnostics).toEqual([
      {
        file: 'pages/index/index.js',
        kind: 'missing-module',
        level: 'warning',
        message: 'require("unbuilt"): no such module',
      },
    ])
  })
})

describe('levels of diagnostics', () => {
  test.each<[string, string, string, Diagnostic['level']]>([
    ['a refused template', '<view>', 'wxml', 'error'],
    ['an attribute that is given twice', '<view a="1" a="2" />', 'wxml', 'warning'],
    ['a component without behavior here', '<picker />', 'unsupported', 'note'],
    ['a missing file of an include', '<include src="nothing.wxml" />', 'missing-template', 'error'],
  ])('%s', (_, wxml, kind, level) => {
    expect(diagnose(wxml)).toMatchObject([{ kind, level }])
  })

  test('a component of a plugin is a warning', () => {
    const files = { 'pages/index/index.json': { usingComponents: { 'their-map': 'plugin://map/map' } } }
    expect(diagnose('<their-map />', files)).toMatchObject([{ kind: 'unsupported', level: 'warning' }])
  })

  test('a component whose script throws is logged as a problem and leaves the rest running', async () => {
    const mp = await runProgram({
      'pages/index/index.json': { usingComponents: { 'my-part': '/part' } },
      'pages/index/index.wxml': '<my-part /><view>Still here</view>',
      'part.json': { component: true },
      'part.wxml': '<view>Part</view>',
      'part.js': 'throw new Error("broken part")',
    })
    mp.launch()
    expect(mp.text()).toBe('Still here')
    expect(mp.problems()[0]).toContain('broken part')
  })

  test('a node that is no canvas has no node in a selector query, and the query is listed in missingApis', async () => {
    const script = `Page({ onReady() {
      wx.createSelectorQuery().select('.page').node(({ node }) => wx.setStorageSync('node', node)).exec()
    } })`
    const mp = await runProgram({ 'pages/index/index.js': script })
    mp.launch()
    await mp.until(() => 'node' in mp.storage)
    expect(mp.storage).toEqual({ node: null })
    expect([...mp.missingApis]).toEqual(['NodesRef.node'])
  })
})
