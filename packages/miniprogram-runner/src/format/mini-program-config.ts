export interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: string
  navigationStyle?: string
  backgroundColor?: string
}

export interface ComponentConfig extends WindowConfig {
  component?: boolean
  usingComponents?: Record<string, string>
  componentGenerics?: Record<string, unknown>
  styleIsolation?: string
}

interface SubPackage {
  root: string
  pages: string[]
}

/** What this runner reads of app.json. */
export interface AppConfig {
  pages: string[]
  entryPagePath?: string
  subPackages?: SubPackage[]
  subpackages?: SubPackage[]
  usingComponents?: Record<string, string>
  window?: WindowConfig
  tabBar?: { list?: { pagePath: string }[] }
  darkmode?: boolean
  themeLocation?: string
  networkTimeout?: { request?: number }
}

/** theme.json: the values that `@name` in app.json and page configurations stands for. */
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
