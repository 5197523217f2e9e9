import type { Plugin } from 'vite'

const ROLE = / aria-role="(\w+)"/g
const REACHED_BY_TAB = ['checkbox', 'link']

/**
 * The templates speak WeChat's dialect: `aria-role`, and buttons that its own runtime makes reachable. A browser wants
 * `role`, and a `tabindex` on uni-app's elements, which are unknown to it.
 */
export function h5Accessibility(): Plugin {
  return {
    name: 'h5-accessibility',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.vue')) return null
      return { code: code.replace(/<button\b/g, '<button role="button" tabindex="0"').replace(ROLE, toRole), map: null }
    },
  }
}

function toRole(_: string, role: string): string {
  return ` role="${role}"${REACHED_BY_TAB.includes(role) ? ' tabindex="0"' : ''}`
}
