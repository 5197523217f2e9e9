/** Output of `pnpm licenses list --json`: packages by what they say their licence is. */
export type LicenceList = Readonly<
  Record<string, readonly { readonly name: string; readonly versions: readonly string[] }[]>
>

/** They ask for no more than to be named. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
  'Zlib',
])

/** Not as SPDX spells it. */
const SPELLINGS: Readonly<Record<string, string>> = { 'Apache 2.0': 'Apache-2.0' }

/** Of `A OR B` one must be allowed, of `A AND B` both. @see https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/ */
function isAllowed(licence: string): boolean {
  const expression = (SPELLINGS[licence] ?? licence).replaceAll(/[()]/g, '')
  return expression.split(' OR ').some((choice) => choice.split(' AND ').every((part) => ALLOWED.has(part)))
}

/** The packages whose licence nobody has allowed, as `name@version: licence`. */
export function findForbidden(list: LicenceList): string[] {
  return Object.entries(list)
    .filter(([licence]) => !isAllowed(licence))
    .flatMap(([licence, packages]) =>
      packages.map(({ name, versions }) => `${name}@${versions.join(', ')}: ${licence}`),
    )
}
