import type { ConfigProblem } from './config-error'
import type { Values, Variables } from './variable'

/** An empty variable is an absent one: so it is in `.env.example`, and in most deployment tools. */
export function readVariable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  return environment[name]?.trim() || undefined
}

/** The values of the variables of a table, and what is wrong with them; without problems all values are there. */
export function parseVariables<Table extends Variables>(
  table: Table,
  environment: NodeJS.ProcessEnv,
): { values: Values<Table>; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = []
  const values = Object.entries(table).map(([name, { check, must }]) => {
    const { success, data } = check.safeParse(readVariable(environment, name))
    if (!success) problems.push({ variable: name, zh: `${name} ${must.zh}`, en: `${name} ${must.en}` })
    return [name, data] as const
  })
  return { values: Object.fromEntries(values) as Values<Table>, problems }
}
