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

/** The file that `request` names, as WeChat looks for it: as written, with `.js`, or as a folder. */
export function findScript(scripts: Record<string, unknown>, path: string): string | undefined {
  return [path, `${path}.js`, `${path}/index.js`].find((candidate) => Object.hasOwn(scripts, candidate))
}
