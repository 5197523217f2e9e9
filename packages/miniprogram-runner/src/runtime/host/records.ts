/** One `wx.request`: what was sent and what came back. */
export interface RequestRecord {
  url: string
  method: string
  /** As sent, with lower-case names. */
  header: Record<string, string>
  body: string | undefined
  /** Argument of `success` or `fail`; undefined while the request runs. */
  result: RequestResult | undefined
}

export interface RequestResult {
  errMsg: string
  errno?: number
  statusCode?: number
  header?: Record<string, string>
  cookies?: string[]
  data?: unknown
}

/** One `setData`: data sent from the app service to the view. */
export interface SetDataRecord {
  /** Path of the component or page. */
  component: string
  /** Size of the JSON in UTF-8. */
  bytes: number
  keys: string[]
  data: Record<string, unknown>
}

/** One call of an interface API (`showToast`, `showModal`, `navigateTo`, …). */
export interface UiRecord {
  api: string
  options: Record<string, unknown>
}

export interface Records {
  requests: RequestRecord[]
  setDataCalls: SetDataRecord[]
  ui: UiRecord[]
  /** Functions of `wx` that the mini program looked for and this runner lacks. */
  missingApis: Set<string>
}

export function createRecords(): Records {
  return { requests: [], setDataCalls: [], ui: [], missingApis: new Set() }
}

/** Problems of the mini program: thrown errors, `console.error`, warnings of the framework. */
export interface ProblemLog {
  report: (problem: unknown) => void
  list: () => string[]
}

export function createProblemLog(): ProblemLog {
  const problems: string[] = []
  return {
    report: (problem) => problems.push(describe(problem)),
    list: () => [...problems],
  }
}

export function describe(value: unknown): string {
  if (value instanceof Error) return value.stack ?? `${value.name}: ${value.message}`
  if (typeof value === 'string') return value
  return toText(value, String(value))
}

/** Turns a value that a mini program passed in place of text into text. */
export function toText(value: unknown, fallback = ''): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : fallback
}
