import satisfies from 'spdx-satisfies'

/** Output of `pnpm licenses list --json`: packages by the licence that they declare. */
export type LicenceList = Readonly<
  Record<string, readonly { readonly name: string; readonly versions: readonly string[] }[]>
>

/** Licences that only ask for their notice. */
const ALLOWED = [
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
]

/** Names that are not SPDX expressions. */
const SPELLINGS: Readonly<Record<string, string>> = { 'Apache 2.0': 'Apache-2.0' }

function isAllowed(licence: string): boolean {
  try {
    return satisfies(SPELLINGS[licence] ?? licence, ALLOWED)
  } catch {
    // not an SPDX expression
    return false
  }
}

/** Returns the packages whose licence is not allowed, as `name@version: licence`. */
export function findForbidden(list: LicenceList): string[] {
  return Object.entries(list)
    .filter(([licence]) => !isAllowed(licence))
    .flatMap(([licence, packages]) =>
      packages.map(({ name, versions }) => `${name}@${versions.join(', ')}: ${licence}`),
    )
}
