import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  allPages,
  withoutExtension,
  type AppConfig,
  type CompiledMiniProgram,
  type ComponentConfig,
  type Diagnostic,
  type Report,
  type StyleSheet,
  type ThemeConfig,
} from '../format/index'
import { readPackageFiles, type PackageFiles } from './package-files'
import { checkPackage } from './static-checks'
import { compileTemplates } from './wxml'
import { compileWxss, type WxssOptions } from './wxss'

export interface CompileOptions {
  /** Width of the phone's screen, in CSS pixels. @default 375 */
  readonly width?: number
}

/**
 * Reads and checks a built mini program (`dist/build/mp-weixin` for instance) as WeChat's own compiler would: templates,
 * style sheets, configuration, and that each page, component and module exists.
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

/** Compiles a folder for the screen of the phone that it will run on; returns a compiled program as it is. */
export function compileFor(
  program: string | CompiledMiniProgram,
  { systemInfo }: { readonly systemInfo?: { readonly windowWidth?: number } },
): CompiledMiniProgram {
  return typeof program === 'string' ? compileMiniProgram(program, { width: systemInfo?.windowWidth }) : program
}

const EMPTY_APP: AppConfig = { pages: [] }

function readJson(files: PackageFiles, file: string, report: Report): unknown {
  try {
    return JSON.parse(files.read(file))
  } catch (error) {
    report({ file, kind: 'json', level: 'error', message: error instanceof Error ? error.message : String(error) })
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
