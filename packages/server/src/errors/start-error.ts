/** The process cannot start as things are. The message says what to do, and quotes nothing secret. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
}

/** A port that cannot be listened on. The message says which variable changes it. */
class ListenError extends StartError {
  override readonly name = 'ListenError'
}

export interface WantedPort {
  readonly port: number
  /** Where it is set. */
  readonly variable: string
}

/** Why a port cannot be had, in words; what is not about the port stays what it is. */
export function listenError(error: NodeJS.ErrnoException, { port, variable }: WantedPort): Error {
  const cause = error
  if (error.code === 'EADDRINUSE')
    return new ListenError(`Port ${port} is taken. Stop what uses it, or set ${variable} to another.`, { cause })
  if (error.code !== 'EACCES') return error
  return new ListenError(`Port ${port} may not be used without privileges. Set ${variable} to 1024 or above.`, {
    cause,
  })
}
