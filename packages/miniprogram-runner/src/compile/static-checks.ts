import { Script } from 'node:vm'
import {
  allPages,
  BUILT_IN_COMPONENTS,
  findModule,
  isBare,
  TEMPLATE_TAGS,
  withoutExtension,
  type AppConfig,
  type ComponentConfig,
  type Report,
} from '../format/index'
import type { PackageFiles } from './package-files'

interface CheckedPackage {
  readonly app: AppConfig
  readonly files: PackageFiles
  readonly scripts: Record<string, string>
  readonly configs: Record<string, ComponentConfig>
}

/** Reports faults that WeChat's own compiler refuses and glass-easel lets pass, and forms that are not supported here. */
export function checkPackage(program: CheckedPackage, report: Report): void {
  checkPages(program, report)
  for (const file of program.files.ending('.wxml')) checkTemplate(file, program, report)
  for (const path of Object.keys(program.configs)) checkComponents(path, program, report)
  for (const path of Object.keys(program.scripts)) checkScript(path, program, report)
}

function checkPages({ app, scripts, files }: CheckedPackage, report: Report): void {
  for (const page of allPages(app)) {
    if (!Object.hasOwn(scripts, `${page}.js`))
      report({ file: 'app.json', kind: 'missing-page', level: 'error', message: page })
    else if (!files.paths.includes(`${page}.wxml`))
      report({ file: `${page}.js`, kind: 'missing-template', level: 'error', message: page })
  }
}

/** Components of which WeChat draws or sends more than their children. */
const WITHOUT_BEHAVIOR = new Set(
  'ad audio camera canvas checkbox checkbox-group editor form label live-player live-pusher map movable-view navigator open-data picker picker-view progress radio radio-group rich-text slider swiper switch video web-view'.split(
    ' ',
  ),
)

function checkTemplate(file: string, program: CheckedPackage, report: Report): void {
  const wxml = program.files.read(file).replace(/<!--[\s\S]*?-->/g, '')
  const path = withoutExtension(file)
  const declared = declaredTags(program, path)
  // an included file uses the components of the page that includes it
  const isIncluded = !Object.hasOwn(program.scripts, `${path}.js`)
  for (const tag of usedTags(wxml)) {
    if (declared.has(tag)) continue
    if (!BUILT_IN_COMPONENTS.has(tag) && !TEMPLATE_TAGS.has(tag)) {
      if (isIncluded) continue
      // WeChat draws nothing for such a tag and warns only in DevTools
      const message = `<${tag}> is neither a built-in component nor in usingComponents`
      report({ file, kind: 'unknown-tag', level: 'error', message })
    } else if (WITHOUT_BEHAVIOR.has(tag)) {
      const message = `<${tag}> only holds its children here; a test sends its events with trigger()`
      report({ file, kind: 'unsupported', level: 'note', message })
    }
  }
  checkWxsHandlers(file, wxml, report)
}

function declaredTags({ app, configs }: CheckedPackage, path: string): Set<string> {
  const { usingComponents, componentGenerics } = configs[path] ?? {}
  return new Set(Object.keys({ ...app.usingComponents, ...usingComponents, ...componentGenerics }))
}

function usedTags(wxml: string): Set<string> {
  const tagsOnly = wxml.replace(/<wxs\b[\s\S]*?<\/wxs>/g, '').replace(/\{\{[\s\S]*?\}\}/g, '')
  return new Set([...tagsOnly.matchAll(/<([a-zA-Z][\w-]*)/g)].map(([, tag = '']) => tag))
}

const HANDLER = /\s((?:(?:capture-)?(?:bind|catch)|mut-bind|change):?[\w-]+)=(["'])(\{\{\s*(\w+)\.\w+\s*\}\})\2/g

/** @see https://developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html */
function checkWxsHandlers(file: string, wxml: string, report: Report): void {
  const modules = [...wxml.matchAll(/<wxs\b[^>]*\bmodule=["']([^"']+)/g)].map(([, name]) => name)
  for (const [, attribute = '', , value = '', module] of wxml.matchAll(HANDLER)) {
    if (!modules.includes(module)) continue
    const message = `${attribute}="${value}": WXS event handlers are not supported`
    report({ file, kind: 'unsupported', level: 'warning', message })
  }
}

function checkComponents(path: string, { configs, scripts }: CheckedPackage, report: Report): void {
  const file = `${path}.json`
  for (const [tag, target] of Object.entries(configs[path]?.usingComponents ?? {})) {
    if (target.startsWith('plugin'))
      report({ file, kind: 'unsupported', level: 'warning', message: `<${tag}>: plugins are not supported` })
    else if (findModule(scripts, file, target) === undefined)
      report({ file, kind: 'missing-component', level: 'error', message: `<${tag}>: ${target} does not exist` })
  }
}

function checkScript(file: string, { scripts }: CheckedPackage, report: Report): void {
  const source = scripts[file] ?? ''
  const error = syntaxError(source, file)
  if (error !== undefined) report({ file, kind: 'script', level: 'error', message: error })
  for (const request of requests(source)) {
    if (findModule(scripts, file, request) !== undefined) continue
    // bundlers leave requires of Node's modules in branches that never run
    const level = isBare(request) ? 'warning' : 'error'
    report({ file, kind: 'missing-module', level, message: `require("${request}"): no such module` })
  }
}

function requests(source: string): string[] {
  return [...source.matchAll(/\brequire\((['"])([^'"]+)\1\)/g)].map(([, , request = '']) => request)
}

function syntaxError(source: string, filename: string): string | undefined {
  try {
    new Script(`(function (require, module, exports) {${source}\n})`, { filename })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
