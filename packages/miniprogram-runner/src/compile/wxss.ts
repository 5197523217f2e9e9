import { CssSyntaxError, parse, type AtRule, type Root, type Rule } from 'postcss'
import { BUILT_IN_COMPONENTS, convertUnits, resolvePackagePath, type Report } from '../format/index'
import type { PackageFiles } from './package-files'

export interface WxssOptions {
  readonly files: PackageFiles
  readonly width: number
  readonly report: Report
}

interface StyleScope {
  /** Prefix that separates a component's class names from those of others. */
  readonly classPrefix?: string
  /** Route of the page that the rules are limited to: here all pages share one document. */
  readonly page?: string
}

/** Compiles one style sheet, with those it imports, to CSS. */
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
    report({ file, kind: 'wxss', level: 'error', message, line, column })
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
  // :where() leaves the specificity of the rule as it is
  return page === undefined ? converted : `:where([data-page="${page}"]) ${converted}`
}

function convertTags(selector: string): string {
  return selector.replace(/(^|[\s>+~,(])([a-z][a-z0-9-]*)/g, (match, before: string, tag: string) =>
    BUILT_IN_COMPONENTS.has(tag) ? `${before}wx-${tag}` : match,
  )
}

// glass-easel marks a style scope in the document by this prefix and by `wx-host`
function convertClasses(selector: string, classPrefix: string | undefined): string {
  if (classPrefix === undefined) return selector
  return selector
    .replace(/\.(-?[_a-zA-Z\u0080-\uffff][\w\u0080-\uffff-]*)/g, `.${classPrefix}--$1`)
    .replace(/:host\b/g, `[wx-host="${classPrefix}"]`)
}
