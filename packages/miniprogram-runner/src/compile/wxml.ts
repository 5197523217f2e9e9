import { TmplGroup } from 'glass-easel-template-compiler'
import { resolvePackagePath, withoutExtension, type Diagnostic, type Report } from '../format/index'
import type { PackageFiles } from './package-files'
import { compileWxs, WXS_RUNTIME, type WxsModule } from './wxs'

interface TemplateError {
  readonly level: 'Note' | 'Warn' | 'Error' | 'Fatal'
  readonly message: string
  readonly startLine: number
  readonly startColumn: number
}

interface TemplateDeps {
  readonly group: TmplGroup
  readonly files: PackageFiles
  readonly report: Report
}

/** Compiles all templates to the source of one JavaScript expression, which calls `reportWxsError`. */
export function compileTemplates(files: PackageFiles, report: Report): string {
  const group = new TmplGroup()
  const deps = { group, files, report }
  try {
    group.setExtraRuntimeScript(WXS_RUNTIME)
    for (const file of files.ending('.wxs')) addScript(file, deps)
    for (const file of files.ending('.wxml')) addTemplate(file, deps)
    return group.getTmplGenObjectGroups()
  } finally {
    group.free()
  }
}

function addScript(file: string, { group, files, report }: TemplateDeps): void {
  const module = compileWxs(files.read(file))
  reportModule(file, module, files, report)
  group.addScript(withoutExtension(file), module.source)
}

function addTemplate(file: string, deps: TemplateDeps): void {
  const { group, files, report } = deps
  const path = withoutExtension(file)
  for (const error of group.addTmpl(path, files.read(file)) as TemplateError[]) report(toDiagnostic(file, error))
  addInlineScripts(file, deps)
  for (const script of group.getScriptDependencies(path) as string[]) {
    if (files.paths.includes(`${script}.wxs`)) continue
    report({ file, kind: 'missing-module', level: 'error', message: `<wxs src>: ${script}.wxs does not exist` })
    group.addScript(script, '')
  }
  for (const template of group.getDirectDependencies(path) as string[]) {
    if (files.paths.includes(`${template}.wxml`)) continue
    report({ file, kind: 'missing-template', level: 'error', message: `${template}.wxml does not exist` })
  }
}

function addInlineScripts(file: string, { group, files, report }: TemplateDeps): void {
  const path = withoutExtension(file)
  for (const name of group.getInlineScriptModuleNames(path) as string[]) {
    const module = compileWxs(group.getInlineScript(path, name))
    reportModule(file, module, files, report)
    group.setInlineScript(path, name, module.source)
  }
}

function reportModule(file: string, { requests, error }: WxsModule, files: PackageFiles, report: Report): void {
  if (error !== undefined) report({ file, kind: 'wxs', level: 'error', ...error })
  for (const request of requests) {
    const path = resolvePackagePath(file, request).replace(/\.wxs$/, '')
    if (files.paths.includes(`${path}.wxs`)) continue
    report({ file, kind: 'missing-module', level: 'error', message: `require("${request}"): no such module` })
  }
}

// WeChat's compiler refuses these two, about which glass-easel's only warns
const REFUSED_BY_WECHAT = ['missing end tag', 'invalid end tag']

const LEVELS = { Note: 'note', Warn: 'warning', Error: 'error', Fatal: 'error' } as const

function toDiagnostic(file: string, error: TemplateError): Diagnostic {
  const { message, startLine, startColumn } = error
  const level = REFUSED_BY_WECHAT.includes(message) ? 'error' : LEVELS[error.level]
  return { file, kind: 'wxml', level, message, line: startLine + 1, column: startColumn + 1 }
}
