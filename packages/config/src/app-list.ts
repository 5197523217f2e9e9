import { readTextFile } from './text-file'
import { ACCOUNT_VARIABLES, ConfigError, type ConfigProblem, readVariable } from './variables'

const LIST = 'WECHAT_APPS'

/** Variables that all mini programs of a list share; each may have its own. */
const SHARED = ['WECHAT_API_BASE_URL', 'WECHAT_TOKEN_ENDPOINT', 'WECHAT_QUOTA_SPU_ID'] as const
/** Variables of the whole server. */
const OF_THE_SERVER = ['NODE_ENV'] as const
const OWN = Object.keys(ACCOUNT_VARIABLES).filter((name) => name !== LIST)
const ONLY_INSIDE = OWN.filter((name) => name !== 'WECHAT_MODE' && !SHARED.some((shared) => shared === name))

/** One mini program of a list, as the environment that it would have alone. */
interface ListedApp {
  /** Name of its entry, for problems. */
  readonly name: string
  readonly environment: NodeJS.ProcessEnv
}

/** A list of mini programs, or why it cannot be used. No value of it is ever quoted. */
export interface AppList {
  readonly apps: readonly ListedApp[]
  readonly problems: readonly ConfigProblem[]
}

const NO_LIST = {
  zh: `${LIST} 须为 JSON 列表，如 [{"WECHAT_APPID": "wx…", "WECHAT_SECRET": "…"}, …]，或这样一个文件的路径`,
  en: `${LIST} must be a JSON list such as [{"WECHAT_APPID": "wx…", "WECHAT_SECRET": "…"}, …], or the path of such a file`,
}

function problem(variable: string, zh: string, en: string): ConfigProblem {
  return { variable, zh: `${variable} ${zh}`, en: `${variable} ${en}` }
}

function unusable(detail?: string): AppList {
  const suffix = detail === undefined ? { zh: '', en: '' } : { zh: `（${detail}）`, en: ` (${detail})` }
  return { apps: [], problems: [{ variable: LIST, zh: NO_LIST.zh + suffix.zh, en: NO_LIST.en + suffix.en }] }
}

function isEntry(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function findWrongFields(name: string, entry: Readonly<Record<string, unknown>>): ConfigProblem[] {
  return Object.entries(entry).flatMap(([field, value]) => {
    if (!OWN.includes(field))
      return [problem(`${name}.${field}`, '不是小程序的变量', 'is not a variable of a mini program')]
    if (typeof value !== 'string') return [problem(`${name}.${field}`, '须为字符串', 'must be a string')]
    return []
  })
}

function pick(environment: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, environment[name]]))
}

function toAppList(values: readonly unknown[], environment: NodeJS.ProcessEnv): AppList {
  const shared = pick(environment, [...SHARED, ...OF_THE_SERVER])
  const entries = values.map((value, index) => ({ name: `${LIST}[${index}]`, value }))
  const apps = entries.flatMap(({ name, value }) =>
    isEntry(value) ? [{ name, environment: { ...shared, ...(value as NodeJS.ProcessEnv) } }] : [],
  )
  const problems = entries.flatMap(({ name, value }) =>
    isEntry(value) ? findWrongFields(name, value) : [problem(name, '须为对象', 'must be an object')],
  )
  return { apps: problems.length > 0 ? [] : apps, problems }
}

function parse(text: string, environment: NodeJS.ProcessEnv): AppList {
  try {
    const values: unknown = JSON.parse(text)
    return Array.isArray(values) && values.length > 0 ? toAppList(values, environment) : unusable()
  } catch {
    return unusable()
  }
}

function readFile(path: string, environment: NodeJS.ProcessEnv): AppList {
  try {
    return parse(readTextFile(path), environment)
  } catch (error) {
    if (error instanceof ConfigError) return { apps: [], problems: error.problems }
    return unusable(error instanceof Error && 'code' in error ? String(error.code) : undefined)
  }
}

/** Finds variables that stand beside the list and belong into its entries. */
function findOutside(environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const outside = ONLY_INSIDE.filter((name) => readVariable(environment, name) !== undefined)
  return outside.map((name) => problem(name, `须写在 ${LIST} 的条目里`, `belongs into the entries of ${LIST}`))
}

/** Reads the mini programs of `WECHAT_APPS`; undefined if it is not set. */
export function readAppList(environment: NodeJS.ProcessEnv): AppList | undefined {
  const value = readVariable(environment, LIST)
  if (value === undefined) return undefined
  const list = value.startsWith('[') ? parse(value, environment) : readFile(value, environment)
  return { ...list, problems: [...findOutside(environment), ...list.problems] }
}
