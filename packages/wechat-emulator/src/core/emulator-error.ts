export type EmulatorErrorCode = 'invalid_input' | 'production' | 'not_loopback' | 'port_taken' | 'cannot_listen'

/** What the emulator throws; the message says what to do next and holds no value that was given. */
export class EmulatorError extends Error {
  readonly code: EmulatorErrorCode

  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmulatorError'
    this.code = code
  }
}
