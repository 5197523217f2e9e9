import { Script } from 'node:vm'
import {
  allPages,
  BUILT_IN_COMPONENTS,
  findScript,
  resolvePackagePath,
  TEMPLATE_TAGS,
  withoutExtension,
  type AppConfig,
  type ComponentConfig,
  type Report,
} from '../format/index'
import type { PackageFiles } from './package-files'

export interface CheckedPackage {
  readonly app: AppConfig
  readonly files: PackageFiles
  readonly scripts: Record<string, string>
  readonly configs: Record<string, ComponentConfig>
}

const KNOWN_TAGS = new Set<string>([...BUILT_IN_COMPONENTS, ...TEMPLATE_TAGS])

/** Reports faults that WeChat's own compiler refuses and glass-easel lets pass. */
export function checkPackage(program: CheckedPackage, report: Report): void {
  checkPages(program, report)
  for (const path of program.files.ending('.wxml')) checkTags(path, program, report)
  for (const path of Object.keys(program.configs)) checkComponents(path, program, report)
  for (const path of Object.keys(program.scripts)) checkScript(path, program, report)
}

function checkPages({ app, scripts, files }: CheckedPackage, report: Report): void {
  for (const page of allPages(app)) {
    if (!Object.hasOwn(scripts, `${page}.js`)) report({ file: 'app.json', kind: 'missing-page', message: page })
    else if (!files.paths.includes(`${page}.wxml`))
      report({ file: `${page}.js`, kind: 'missing-template', message: page })
  }
}

// WeChat draws nothing for such a tag and warns only in DevTools
function checkTags(file: string, program: CheckedPackage, report: Report): void {
  const declared = declaredTags(program, withoutExtension(file))
  for (const tag of usedTags(program.files.read(file))) {
    if (KNOWN_TAGS.has(tag) || declared.has(tag)) continue
    report({ file, kind: 'unknown-tag', message: `<${tag}> is neither a built-in component nor in usingComponents` })
  }
}

function declaredTags({ app, configs }: CheckedPackage, path: string): Set<string> {
  const { usingComponents, componentGenerics } = configs[path] ?? {}
  return new Set(Object.keys({ ...app.usingComponents, ...usingComponents, ...componentGenerics }))
}

function usedTags(wxml: string): Set<string> {
  const tagsOnly = wxml
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<wxs\b[\s\S]*?<\/wxs>/g, '')
    .replace(/\{\{[\s\S]*?\}\}/g, '')
  return new Set([...tagsOnly.matchAll(/<([a-zA-Z][\w-]*)/g)].map(([, tag = '']) => tag))
}

function checkComponents(path: string, { configs, scripts }: CheckedPackage, report: Report): void {
  for (const [tag, target] of Object.entries(configs[path]?.usingComponents ?? {})) {
    if (isPlugin(target) || findScript(scripts, resolvePackagePath(path, target)) !== undefined) continue
    report({ file: `${path}.json`, kind: 'missing-component', message: `<${tag}>: ${target} does not exist` })
  }
}

function checkScript(file: string, { scripts }: CheckedPackage, report: Report): void {
  const source = scripts[file] ?? ''
  const error = syntaxError(source, file)
  if (error !== undefined) report({ file, kind: 'script', message: error })
  for (const request of requests(source)) {
    if (findScript(scripts, resolvePackagePath(file, request)) !== undefined) continue
    report({ file, kind: 'missing-module', message: `require("${request}"): no such module` })
  }
}

function requests(source: string): string[] {
  return [...source.matchAll(/\brequire\((['"])([./][^'"]*)\1\)/g)].map(([, , request = '']) => request)
}

function syntaxError(source: string, filename: string): string | undefined {
  try {
    new Script(`(function (require, module, exports) {${source}\n})`, { filename })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function isPlugin(componentPath: string): boolean {
  return componentPath.startsWith('plugin')
}
