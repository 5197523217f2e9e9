/** What the app needs of a logger: pino's has it. */
export interface Log {
  debug: (fields: object, message: string) => void
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
  error: (fields: object, message: string) => void
}

export const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

/** An error as a log may have it: its message is left out, as it may quote a number or a secret. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { error: error.name, code, at: frames.slice(0, 5).map((line) => line.trim()) }
}

/** What an operator wants to know of an exchange: what WeChat said, and how often it was asked. */
export interface ExchangeFacts {
  /** How often the code went out for this request. */
  readonly attempts?: number
  readonly errcode?: number | undefined
  /** WeChat's own id of the call that failed. */
  readonly rid?: string | undefined
}
