import type { LocalizedText } from '@uni-phone/config'

/** Input and output of a command. */
export interface CommandContext {
  /** Root folder of the project. */
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly options: Readonly<Record<string, unknown>>
  readonly positionals: readonly string[]
  /** Writes a line to stdout. */
  readonly print: (line: string) => void
  /** Writes a line to stderr. */
  readonly warn: (line: string) => void
}

/** Options of a command, as `parseArgs` of node:util takes them. */
export type Options = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string; readonly default?: boolean }>
>

export interface Command {
  readonly summary: LocalizedText
  readonly options?: Options
  /** Names of the arguments that are not options; they may be left out. */
  readonly arguments?: readonly string[]
  /** Takes all arguments, options included, as positionals. */
  readonly passesArguments?: true
  /** Returns the exit code. */
  readonly run: (context: CommandContext) => Promise<number>
}

/** A command cannot do its work. The message, in both languages, is for the user; there is no stack to show. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code = 'command_refused'
}
