/** New names of the project. */
export interface Names {
  /** Of the repository. */
  readonly name: string
  /** Of its packages, with the `@`. */
  readonly scope: string
  /** Title shown to people. */
  readonly title: string
  /** The mini program's; absent: as it is. */
  readonly appId: string | undefined
}

export interface GivenNames {
  readonly name?: string | undefined
  readonly scope?: string | undefined
  readonly title?: string | undefined
  readonly appid?: string | undefined
}

const RULES: readonly (readonly [field: keyof GivenNames, rule: RegExp, mistake: string])[] = [
  [
    'name',
    /^[a-z][a-z0-9-]{0,60}$/,
    'name：小写字母、数字与连字符，以字母开头 small letters, digits and hyphens, a letter first: acme-phone',
  ],
  [
    'scope',
    /^@[a-z0-9][a-z0-9-]{0,60}$/,
    '--scope：@ 加小写字母、数字与连字符 an @, small letters, digits, hyphens: @acme',
  ],
  // it goes into JSON, TypeScript and HTML
  [
    'title',
    /^[^\p{C}'"`\\<>&$]{1,30}$/u,
    '--title：1 到 30 个字符，不含引号、反斜杠与 <>&$ 1 to 30 characters, none of them a quote, a backslash or <>&$',
  ],
  ['appid', /^wx[0-9a-f]{16}$/, '--appid：wx 加 16 位十六进制 wx and 16 hex digits'],
]

/** The names, or everything that is wrong with what was given. */
export function readNames(given: GivenNames): Names | { mistakes: string[] } {
  const { name = '', scope = `@${name}`, title = name, appid } = given
  const all = { name, scope, title, ...(appid === undefined ? {} : { appid }) }
  const mistakes = RULES.filter(([field, rule]) => field in all && !rule.test(all[field] ?? ''))
  return mistakes.length > 0
    ? { mistakes: mistakes.map(([, , mistake]) => mistake) }
    : { name, scope, title, appId: appid }
}
