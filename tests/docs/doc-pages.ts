import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Pages of made projects: they are filled in, and run, by the tests of create-uni-phone. */
const TEMPLATES = 'packages/create-uni-phone/template/'

/** Every page of the documentation, by its path from the root. */
export const PAGES = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((page) => page !== '' && !page.startsWith(TEMPLATES) && existsSync(root + page))

const withoutCode = (text: string) => text.replaceAll(/^```[\s\S]*?^```$/gm, '')

/** As GitHub makes it out of a heading. */
function toAnchor(heading: string): string {
  const words = heading
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
  return words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-')
}

export function anchorsOf(page: string): string[] {
  const text = withoutCode(readFileSync(root + page, 'utf8'))
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => toAnchor(heading))
}

/** Where a page leads within the repository: links and pictures. */
export function linksOf(page: string): { path: string; anchor: string }[] {
  const text = withoutCode(readFileSync(root + page, 'utf8')).replaceAll(/`[^`\n]*`/g, '')
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#')
      const url = path === '' ? new URL(`file:///${page}`) : new URL(path, `file:///${page}`)
      return { path: decodeURIComponent(url.pathname).slice(1), anchor: decodeURIComponent(anchor) }
    })
}
