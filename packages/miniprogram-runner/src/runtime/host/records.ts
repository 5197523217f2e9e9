/** One `wx.request`, as it left the mini program and as it came back. */
export interface RequestRecord {
  url: string
  method: string
  /** As sent, with lower-case names. */
  header: Record<string, string>
  body: string | undefined
  /** What `success` or `fail` was given; undefined while it runs. */
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

/** One `setData`: what crossed from the logic to the page. */
export interface SetDataRecord {
  /** The path of the component or page. */
  component: string
  /** Of the JSON, in UTF-8. */
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
  /** Functions of `wx` that the mini program looked for and this runner does not have. */
  missingApis: Set<string>
}

export function createRecords(): Records {
  return { requests: [], setDataCalls: [], ui: [], missingApis: new Set() }
}
