import { CssSyntaxError, parse, type AtRule, type Root, type Rule } from 'postcss'
import { BUILT_IN_COMPONENTS } from '../format/built-in-tags'
import type { Report } from '../format/diagnostic'
import type { PackageFiles } from './package-files'
import { resolvePackagePath } from '../format/package-path'
import { convertUnits } from '../format/css-units'

export interface WxssOptions {
  files: PackageFiles
  width: number
  report: Report
}

const TAGS = new Set<string>(BUILT_IN_COMPONENTS)

export interface StyleScope {
  /** Keeps a component's class names its own. */
  classPrefix?: string
  /** Keeps a page's rules from the other pages, which stand in the same document here. */
  page?: string
}

/** One style sheet as CSS. */
export function compileWxss(file: string, scope: StyleScope, options: WxssOptions): string {
  const root = parseWithImports(file, options, new Set())
  root.walkDecls((declaration) => {
    declaration.value = convertUnits(declaration.value, options.width)
  })
  root.walkRules((rule) => {
    if (!isKeyframe(rule)) rule.selectors = rule.selectors.map((selector) => convertSelector(selector, scope))
  })
  return root.toString()
}

function parseWithImports(file: string, options: WxssOptions, seen: Set<string>): Root {
  if (seen.has(file)) return parse('')
  seen.add(file)
  const root = parseFile(file, options)
  root.walkAtRules('import', (rule) => {
    const target = importedFile(file, rule)
    rule.replaceWith(target === undefined ? [] : parseWithImports(target, options, seen).nodes)
  })
  return root
}

function parseFile(file: string, { files, report }: WxssOptions): Root {
  try {
    return parse(files.read(file))
  } catch (error) {
    const message = error instanceof CssSyntaxError ? error.reason : String(error)
    const { line, column } = error instanceof CssSyntaxError ? error : {}
    report({ file, kind: 'wxss', message, line, column })
    return parse('')
  }
}

function importedFile(from: string, { params }: AtRule): string | undefined {
  const path = /^\s*(?:url\()?\s*['"]?([^'")\s]+)/.exec(params)?.[1]
  return path === undefined ? undefined : resolvePackagePath(from, path)
}

function isKeyframe({ parent }: Rule): boolean {
  return parent?.type === 'atrule' && (parent as AtRule).name.endsWith('keyframes')
}

function convertSelector(selector: string, { classPrefix, page }: StyleScope): string {
  const converted = convertClasses(convertTags(selector), classPrefix)
  // :where() adds nothing to the rule's specificity
  return page === undefined ? converted : `:where([data-page="${page}"]) ${converted}`
}

function convertTags(selector: string): string {
  return selector.replace(/(^|[\s>+~,(])([a-z][a-z0-9-]*)/g, (match, before: string, tag: string) =>
    TAGS.has(tag) ? `${before}wx-${tag}` : match,
  )
}

// the prefix and `wx-host` are how glass-easel writes a style scope into the document
function convertClasses(selector: string, classPrefix: string | undefined): string {
  if (classPrefix === undefined) return selector
  return selector
    .replace(/\.(-?[_a-zA-Z\u0080-\uffff][\w\u0080-\uffff-]*)/g, `.${classPrefix}--$1`)
    .replace(/:host\b/g, `[wx-host="${classPrefix}"]`)
}
