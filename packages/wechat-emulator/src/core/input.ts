export type EmulatorErrorCode =
  | 'invalid_input'
  | 'quota_exhausted'
  | 'production'
  | 'not_loopback'
  | 'port_taken'
  | 'cannot_listen'

/** Error of the emulator. Its message says what to do next and never repeats a value that was given. */
export class EmulatorError extends Error {
  readonly code: EmulatorErrorCode

  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmulatorError'
    this.code = code
  }
}

export type Fields = Record<string, unknown>

export function invalid(usage: string): EmulatorError {
  return new EmulatorError('invalid_input', usage)
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Refuses unknown names: a misspelt field would otherwise be ignored in silence and its default used. */
export function readFields(value: unknown, names: readonly string[], usage: string): Fields {
  if (!isFields(value) || Object.keys(value).some((key) => !names.includes(key))) throw invalid(usage)
  return value
}

export function readStrings<Name extends string>(
  value: unknown,
  names: readonly Name[],
  usage: string,
): Partial<Record<Name, string>> {
  const fields = readFields(value ?? {}, names, usage)
  const strings: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const field = fields[name]
    if (field === undefined) continue
    if (typeof field !== 'string' || field === '' || field.length > 128) throw invalid(usage)
    strings[name] = field
  }
  return strings
}

export function isIntegerBetween(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

/** Accepts 1 to 128 visible ASCII characters, the alphabet of AppIDs and secrets. */
export function isVisible(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,128}$/.test(value)
}
