/** The project cannot be made. The message, in both languages, is for the user; there is no stack to show. */
export class CreateError extends Error {
  override readonly name = 'CreateError'
  /** 1 refused, 2 wrong usage, 130 stopped by the user. */
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}
