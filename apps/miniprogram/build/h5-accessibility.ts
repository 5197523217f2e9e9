import type { Plugin } from 'vite'

const ROLE = / aria-role="(\w+)"( aria-level="\d")?/g
const PAGE = /<view (?=class="page[ "])/
const FOCUSABLE = ['button', 'checkbox', 'link']

/**
 * Translates the templates' accessibility attributes for browsers: WeChat reads `aria-role` and makes buttons reachable,
 * a browser needs `role`, a level of each heading, the page's main part, and a `tabindex` on uni-app's custom elements.
 */
export function h5Accessibility(): Plugin {
  return {
    name: 'h5-accessibility',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.vue')) return null
      const withButtons = code.replace(/<button\b/g, '<button role="button" tabindex="0"')
      return { code: withButtons.replace(PAGE, '<view role="main" ').replace(ROLE, toRole), map: null }
    },
  }
}

function toRole(_: string, role: string, level = ' aria-level="1"'): string {
  if (role === 'heading') return ` role="heading"${level}`
  return ` role="${role}"${FOCUSABLE.includes(role) ? ' tabindex="0"' : ''}`
}
