import { TmplGroup } from 'glass-easel-template-compiler'
import type { Report } from '../format/diagnostic'
import type { PackageFiles } from './package-files'
import { withoutExtension } from '../format/package-path'

interface TemplateError {
  message: string
  startLine: number
  startColumn: number
}

/** Compiles all templates; the result is the source of a JavaScript expression. */
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

// every level counts: the compiler only warns about an unclosed tag
function addTemplate(group: TmplGroup, file: string, source: string, report: Report): void {
  const errors = group.addTmpl(withoutExtension(file), source) as TemplateError[]
  for (const { message, startLine, startColumn } of errors) {
    report({ file, kind: 'wxml', message, line: startLine + 1, column: startColumn + 1 })
  }
}
