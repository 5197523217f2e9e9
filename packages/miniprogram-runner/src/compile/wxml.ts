import { TmplGroup } from 'glass-easel-template-compiler'
import { withoutExtension, type Report } from '../format/index'
import type { PackageFiles } from './package-files'

interface TemplateError {
  readonly message: string
  readonly startLine: number
  readonly startColumn: number
}

/** Compiles all templates to the source of one JavaScript expression. */
export function compileTemplates(files: PackageFiles, report: Report): string {
  const group = new TmplGroup()
  try {
    for (const path of files.ending('.wxs')) group.addScript(withoutExtension(path), files.read(path))
    for (const path of files.ending('.wxml')) addTemplate(group, path, files.read(path), report)
    return group.getTmplGenObjectGroups()
  } finally {
    group.free()
  }
}

// every level is reported: about an unclosed tag the compiler only warns
function addTemplate(group: TmplGroup, file: string, source: string, report: Report): void {
  const errors = group.addTmpl(withoutExtension(file), source) as TemplateError[]
  for (const { message, startLine, startColumn } of errors) {
    report({ file, kind: 'wxml', message, line: startLine + 1, column: startColumn + 1 })
  }
}
