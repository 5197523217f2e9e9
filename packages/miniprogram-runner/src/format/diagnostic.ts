export type DiagnosticKind =
  | 'json'
  | 'script'
  | 'wxml'
  | 'wxss'
  | 'unknown-tag'
  | 'missing-component'
  | 'missing-module'
  | 'missing-page'
  | 'missing-template'

/** What is wrong with one file of a built mini program. */
export interface Diagnostic {
  /** Relative to the mini program's folder, with forward slashes. */
  file: string
  kind: DiagnosticKind
  message: string
  /** Counted from 1. */
  line?: number
  /** Counted from 1. */
  column?: number
}

export type Report = (diagnostic: Diagnostic) => void
