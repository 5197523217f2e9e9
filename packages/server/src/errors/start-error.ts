/** The process cannot start as things are. The message says what to do, and quotes nothing secret. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
}
