const UNRELEASED = '## [Unreleased]'

/** Moves what is unreleased under a version, together with the lines of its changes; what came before stays as it is. */
export function releaseChanges(changelog: string, version: string, day: string, lines: readonly string[]): string {
  const [head, rest] = changelog.split(`${UNRELEASED}\n`)
  if (head === undefined || rest === undefined) throw new Error(`CHANGELOG.md has no ${UNRELEASED}`)
  const [unreleased = '', ...earlier] = rest.split(/^(?=## \[)/m)
  const changes = lines.map((line) => `- ${line.trim().replaceAll('\n', '\n  ')}\n`).join('')
  const written = [unreleased.trim(), changes.trim()].filter((part) => part !== '').join('\n\n')
  if (written === '') throw new Error('nothing has changed')
  return [`${head}${UNRELEASED}\n\n## [${version}] - ${day}\n\n${written}\n\n`, ...earlier]
    .join('')
    .trimEnd()
    .concat('\n')
}

/** Tells whether the changelog says what is in a version. */
export const hasVersion = (changelog: string, version: string): boolean => changelog.includes(`\n## [${version}]`)
