import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Diagnostic, Report } from '../format/diagnostic'
import { allPages, type AppConfig, type ComponentConfig, type ThemeConfig } from '../format/mini-program-config'
import { readPackageFiles, type PackageFiles } from './package-files'
import { withoutExtension } from '../format/package-path'
import { checkPackage } from './static-checks'
import { compileTemplates } from './wxml'
import { compileWxss, type WxssOptions } from './wxss'

export interface StyleSheet {
  /** Without its extension. */
  path: string
  /** Of a component's class names. */
  classPrefix?: string
  css: string
}

/** A mini program's package, ready to run. All of it is JSON. */
export interface CompiledMiniProgram {
  folder: string
  /** Of the phone's screen, in CSS pixels: what `rpx` was converted for. */
  width: number
  app: AppConfig
  theme: ThemeConfig
  /** By path with extension; the sources are the package's own, unchanged. */
  scripts: Record<string, string>
  /** By path without extension. */
  configs: Record<string, ComponentConfig>
  styleSheets: StyleSheet[]
  templates: string
  /** Empty for a sound build. */
  diagnostics: Diagnostic[]
}

export interface CompileOptions {
  /** Of the phone's screen, in CSS pixels. @default 375 */
  width?: number
}

/**
 * Reads and checks a built mini program (`dist/build/mp-weixin`, say) as WeChat's own compiler would: templates, style
 * sheets, configuration, and whether every page, component and module is there.
 *
 * @throws {TypeError} when the folder holds no app.json.
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/structure.html
 */
export function compileMiniProgram(folder: string, { width = 375 }: CompileOptions = {}): CompiledMiniProgram {
  if (!existsSync(join(folder, 'app.json')))
    throw new TypeError(`${folder} holds no app.json: build the mini program first`)
  const diagnostics: Diagnostic[] = []
  const report: Report = (diagnostic) => diagnostics.push(diagnostic)
  const files = readPackageFiles(folder)
  const app = { ...EMPTY_APP, ...(readJson(files, 'app.json', report) as Partial<AppConfig>) }
  const theme = readTheme(files, app, report)
  const scripts = Object.fromEntries(files.ending('.js').map((path) => [path, files.read(path)]))
  const configs = readConfigs(files, report)
  const templates = compileTemplates(files, report)
  const styleSheets = compileStyleSheets(files, configs, allPages(app), { width, report })
  checkPackage({ app, files, scripts, configs }, report)
  return { folder: resolve(folder), width, app, theme, scripts, configs, styleSheets, templates, diagnostics }
}

/** Compiles a folder for the screen of the phone that it will run on; leaves a program that is compiled as it is. */
export function compileFor(
  program: string | CompiledMiniProgram,
  { systemInfo }: { systemInfo?: { windowWidth?: number } },
): CompiledMiniProgram {
  return typeof program === 'string' ? compileMiniProgram(program, { width: systemInfo?.windowWidth }) : program
}

const EMPTY_APP: AppConfig = { pages: [] }

function readJson(files: PackageFiles, file: string, report: Report): unknown {
  try {
    return JSON.parse(files.read(file))
  } catch (error) {
    report({ file, kind: 'json', message: error instanceof Error ? error.message : String(error) })
    return {}
  }
}

function readTheme(files: PackageFiles, { themeLocation }: AppConfig, report: Report): ThemeConfig {
  return themeLocation === undefined ? {} : (readJson(files, themeLocation, report) as ThemeConfig)
}

function readConfigs(files: PackageFiles, report: Report): Record<string, ComponentConfig> {
  const paths = files.ending('.json').filter((path) => path !== 'app.json')
  return Object.fromEntries(
    paths.map((path) => [withoutExtension(path), readJson(files, path, report) as ComponentConfig]),
  )
}

function compileStyleSheets(
  files: PackageFiles,
  configs: Record<string, ComponentConfig>,
  pages: string[],
  options: Pick<WxssOptions, 'width' | 'report'>,
): StyleSheet[] {
  return files.ending('.wxss').map((file, index) => {
    const path = withoutExtension(file)
    const classPrefix = configs[path]?.component === true ? `s${index}` : undefined
    const page = pages.includes(path) ? path : undefined
    return { path, classPrefix, css: compileWxss(file, { classPrefix, page }, { ...options, files }) }
  })
}
