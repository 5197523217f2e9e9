import type { ConfigProblem } from './config-error'
import type { Values, Variables } from './variable'

/** Returns the trimmed value. An empty variable counts as absent, as in `.env.example` and in most deployment tools. */
export function readVariable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  return environment[name]?.trim() || undefined
}

/** Parses the variables of a table. Without problems every value is present. */
export function parseVariables<Table extends Variables>(
  table: Table,
  environment: NodeJS.ProcessEnv,
): { values: Values<Table>; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = []
  const values = Object.entries(table).map(([name, { check, message }]) => {
    const { success, data } = check.safeParse(readVariable(environment, name))
    if (!success) problems.push({ variable: name, zh: `${name} ${message.zh}`, en: `${name} ${message.en}` })
    return [name, data] as const
  })
  return { values: Object.fromEntries(values) as Values<Table>, problems }
}
