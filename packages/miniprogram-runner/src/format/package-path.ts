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

/** Finds the script of a path in WeChat's order: as written, with `.js`, as a folder. */
export function findScript(scripts: Record<string, unknown>, path: string): string | undefined {
  return [path, `${path}.js`, `${path}/index.js`].find((candidate) => Object.hasOwn(scripts, candidate))
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
