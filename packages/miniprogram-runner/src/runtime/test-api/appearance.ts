import type { CompiledMiniProgram } from '../../compile/index'
import type { PageAppearance } from '../host/phone'
import type { Theme } from '../host/options'

/** What the page's configuration says of the bar above it, with the values of theme.json put in. */
export function readAppearance(
  { app, configs, theme: themes }: CompiledMiniProgram,
  route: string,
  theme: Theme,
): Omit<PageAppearance, 'isFirst'> {
  const config = { ...app.window, ...configs[route] }
  const variables = themes[app.darkmode === true ? theme : 'light'] ?? {}
  const resolve = (value: string | undefined, fallback: string): string => {
    if (value === undefined) return fallback
    return value.startsWith('@') ? (variables[value.slice(1)] ?? fallback) : value
  }
  return {
    title: config.navigationBarTitleText ?? '',
    background: resolve(config.navigationBarBackgroundColor, '#000000'),
    textStyle: resolve(config.navigationBarTextStyle, 'white'),
    isCustomNavigation: config.navigationStyle === 'custom',
  }
}
