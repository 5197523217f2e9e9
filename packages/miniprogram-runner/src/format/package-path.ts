/** Resolves a path of a mini program's package: `/a` from its root, `../a` from the file that names it. */
export function resolvePackagePath(from: string, request: string): string {
  const parts = request.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of request.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

export function withoutExtension(path: string): string {
  return path.replace(/\.[^./]+$/, '')
}

/**
 * Finds the script that `request` names in the file `from`: as a path, and if it may be the name of a package in the
 * nearest `miniprogram_npm` folder that has it.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
 */
export function findModule(scripts: Record<string, unknown>, from: string, request: string): string | undefined {
  const paths = [resolvePackagePath(from, request), ...(isBare(request) ? packagePaths(from, request) : [])]
  return paths
    .flatMap((path) => [path, `${path}.js`, `${path}/index.js`])
    .find((candidate) => Object.hasOwn(scripts, candidate))
}

/** Returns true if `request` may be the name of a package. */
export function isBare(request: string): boolean {
  return !/^[./]/.test(request)
}

function packagePaths(from: string, request: string): string[] {
  const folders = from.split('/').slice(0, -1)
  const ancestors = folders.map((_, index) => folders.slice(0, folders.length - index))
  return [...ancestors, []].map((folder) => [...folder, 'miniprogram_npm', request].join('/'))
}

export interface PageLocation {
  readonly route: string
  readonly query: Record<string, string>
}

/** Parses `a/b?c=d`, from the package's root or from the page at `from`. The values stay encoded, as on a phone. */
export function parsePageUrl(url: string, from = ''): PageLocation {
  const [path = '', ...rest] = url.split('?')
  const pairs = rest
    .join('?')
    .split('&')
    .filter((pair) => pair !== '')
  const query = Object.fromEntries(pairs.map((pair) => splitOnce(pair, '=')))
  return { route: resolvePackagePath(from, path), query }
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator)
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + separator.length)]
}
