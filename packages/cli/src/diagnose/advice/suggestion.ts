/** How many single letters have to be put in, taken out or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [line, letter] of Array.from(a).entries()) {
    const next = [line + 1]
    for (const [column, other] of Array.from(b).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** A name as people mean it: WX_APP_ID and WECHAT_APPID are one, and so are their secrets. */
function essence(name: string): string {
  return name
    .toUpperCase()
    .replaceAll(/[_-]/g, '')
    .replace(/^(WX|WEIXIN)/, 'WECHAT')
    .replace('APPSECRET', 'SECRET')
}

const LONG = 8

/** The known name that an unknown one was meant to be; undefined where there is none like it. */
export function findNearMiss(name: string, known: readonly string[]): string | undefined {
  const meant = essence(name)
  const candidates = known
    .map((candidate) => ({ candidate, far: distance(meant, essence(candidate)) }))
    .sort((a, b) => a.far - b.far)
  const [nearest] = candidates
  return nearest !== undefined && nearest.far <= (meant.length >= LONG ? 2 : 1) ? nearest.candidate : undefined
}
