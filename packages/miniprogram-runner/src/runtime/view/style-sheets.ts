import type { CodeSpace } from 'glass-easel-miniprogram-adapter'
import type { StyleSheet } from '../../compile/index'

/**
 * All style sheets go into the document once, `app` first, so that a page's rules win. glass-easel learns the prefixes
 * of class names alone: it would add a component's sheet again for each page that shows it.
 */
export function addStyleSheets(space: CodeSpace, sheets: StyleSheet[]): void {
  for (const { path, classPrefix } of sheets) space.addStyleSheet(path, undefined, classPrefix)
  for (const { css } of [...sheets].sort(appFirst)) {
    const style = document.createElement('style')
    style.textContent = css
    document.head.append(style)
  }
}

function appFirst(a: StyleSheet, b: StyleSheet): number {
  return Number(b.path === 'app') - Number(a.path === 'app')
}
