export { BUILT_IN_COMPONENTS, TEMPLATE_TAGS } from './built-in-tags'
export { convertUnits, PAGE_HEIGHT_UNIT } from './css-units'
export {
  allPages,
  entryPage,
  tabPages,
  type AppConfig,
  type CompiledMiniProgram,
  type ComponentConfig,
  type Diagnostic,
  type DiagnosticKind,
  type DiagnosticLevel,
  type Report,
  type StyleSheet,
  type ThemeConfig,
} from './mini-program'
export {
  findModule,
  isBare,
  parsePageUrl,
  resolvePackagePath,
  withoutExtension,
  type PageLocation,
} from './package-path'
