import type { Plugin } from 'vite'

const ROLE = / aria-role="(\w+)"/g
const FOCUSABLE = ['button', 'checkbox', 'link']

/**
 * Translates the templates' accessibility attributes for browsers: WeChat reads `aria-role` and makes buttons reachable,
 * a browser needs `role`, and a `tabindex` on uni-app's custom elements.
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
  return ` role="${role}"${FOCUSABLE.includes(role) ? ' tabindex="0"' : ''}`
}
