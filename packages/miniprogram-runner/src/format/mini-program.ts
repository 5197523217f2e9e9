interface WindowConfig {
  readonly navigationBarTitleText?: string
  readonly navigationBarBackgroundColor?: string
  readonly navigationBarTextStyle?: string
  readonly navigationStyle?: string
  readonly backgroundColor?: string
}

export interface ComponentConfig extends WindowConfig {
  readonly component?: boolean
  readonly usingComponents?: Record<string, string>
  readonly componentGenerics?: Record<string, unknown>
  readonly styleIsolation?: string
}

interface SubPackage {
  readonly root: string
  readonly pages: readonly string[]
}

/** The part of app.json that this runner reads. */
export interface AppConfig {
  readonly pages: readonly string[]
  readonly entryPagePath?: string
  readonly subPackages?: readonly SubPackage[]
  readonly subpackages?: readonly SubPackage[]
  readonly usingComponents?: Record<string, string>
  readonly window?: WindowConfig
  readonly tabBar?: { readonly list?: readonly { readonly pagePath: string }[] }
  readonly darkmode?: boolean
  readonly themeLocation?: string
  readonly networkTimeout?: { readonly request?: number }
}

/** theme.json: the values that `@name` stands for in app.json and page configurations. */
export type ThemeConfig = Partial<Record<'light' | 'dark', Record<string, string>>>

export function allPages(app: AppConfig): string[] {
  const subPackages = app.subPackages ?? app.subpackages ?? []
  return [...app.pages, ...subPackages.flatMap(({ root, pages }) => pages.map((page) => joinRoot(root, page)))]
}

export function entryPage(app: AppConfig): string {
  return app.entryPagePath ?? app.pages[0] ?? ''
}

export function tabPages(app: AppConfig): string[] {
  return (app.tabBar?.list ?? []).map(({ pagePath }) => pagePath)
}

function joinRoot(root: string, page: string): string {
  return `${root.replace(/^\/|\/$/g, '')}/${page}`
}

export type DiagnosticKind =
  | 'json'
  | 'script'
  | 'wxml'
  | 'wxs'
  | 'wxss'
  | 'unknown-tag'
  | 'missing-component'
  | 'missing-module'
  | 'missing-page'
  | 'missing-template'
  | 'unsupported'

/**
 * - `error`: WeChat refuses the file, or a part of it does not run.
 * - `warning`: WeChat may refuse it, or this runner leaves a part of it out.
 * - `note`: it runs, but this runner does less than WeChat.
 */
export type DiagnosticLevel = 'error' | 'warning' | 'note'

/** A fault in one file of a built mini program, or a part of it that this runner does not support. */
export interface Diagnostic {
  /** Relative to the mini program's folder, with forward slashes. */
  readonly file: string
  readonly kind: DiagnosticKind
  readonly level: DiagnosticLevel
  readonly message: string
  /** Counted from 1. */
  readonly line?: number
  /** Counted from 1. */
  readonly column?: number
}

export type Report = (diagnostic: Diagnostic) => void

export interface StyleSheet {
  /** Without its extension. */
  readonly path: string
  /** Prefix of a component's class names. */
  readonly classPrefix?: string
  readonly css: string
}

/** A mini program's package, ready to run. All of it is JSON. */
export interface CompiledMiniProgram {
  readonly folder: string
  /** Width of the phone's screen in CSS pixels, which `rpx` was converted for. */
  readonly width: number
  readonly app: AppConfig
  readonly theme: ThemeConfig
  /** Sources of the package, unchanged, by path with extension. */
  readonly scripts: Record<string, string>
  /** By path without extension. */
  readonly configs: Record<string, ComponentConfig>
  readonly styleSheets: readonly StyleSheet[]
  readonly templates: string
  /** Empty for a sound build. */
  readonly diagnostics: readonly Diagnostic[]
}
