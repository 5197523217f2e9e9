/** Logger that the server needs; pino's fits. */
export interface Log {
  readonly debug: (fields: object, message: string) => void
  readonly info: (fields: object, message: string) => void
  readonly warn: (fields: object, message: string) => void
  readonly error: (fields: object, message: string) => void
}

const ignore = (): void => undefined

export const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** Fields of a request's log line that an exchange adds. */
export interface LogFields {
  /** How often the code was sent to WeChat for this request. */
  readonly attempts?: number | undefined
  readonly errcode?: number | undefined
  /** WeChat's id of the call that failed. */
  readonly rid?: string | undefined
}

export const NO_LOG_FIELDS: LogFields = {}

/** Digits are never part of a class or an error code of ours, and a number might hide in them. */
const CLASS_NAME = /^[A-Za-z_$]{1,60}$/
const ERROR_CODE = /^E[A-Z_]{1,60}$/
const FRAME = /^ {4}at .*?\(?((?:node:|file:\/\/)?[^()\s]*:\d{1,6}:\d{1,6})\)?$/
const MAX_FRAMES = 5

/** Locations of a stack, without function names; the message in front of them may look like frames itself. */
function readFrames({ stack = '', message }: Error): string[] {
  const start = message === '' ? -1 : stack.indexOf(message)
  const frames = start === -1 ? stack : stack.slice(start + message.length)
  const locations = frames.split('\n').map((line) => FRAME.exec(line)?.[1])
  return locations.filter((location) => location !== undefined).slice(0, MAX_FRAMES)
}

/**
 * Describes an error for the log by its class, its system error code and the locations of its stack. Message, name and
 * other properties are left out: they may quote a number or a secret.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error }
  const name = error.constructor.name
  const code = 'code' in error && typeof error.code === 'string' && ERROR_CODE.test(error.code) ? error.code : undefined
  return { error: CLASS_NAME.test(name) ? name : 'Error', code, at: readFrames(error) }
}
