import { z } from 'zod'

type JsonSchema = z.core.JSONSchema.BaseSchema

/** Any JSON, which zod writes as a schema that contains itself. */
const isAnyJson = ({ $ref }: JsonSchema): boolean => $ref?.startsWith('#/$defs/') === true

/** The format says it, and zod's pattern for a date is 300 characters long. */
function dropDatePattern({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
}

function toProperty({ description, ...property }: JsonSchema): object {
  return isAnyJson(property) ? { description } : { description, ...property }
}

/** Returns the schema of OpenAPI for one of the contract. */
export function toSchema(schema: z.ZodType): object {
  const made = z.toJSONSchema(schema, { io: 'input', override: dropDatePattern })
  const { type, anyOf, properties = {}, required } = made
  const named = Object.entries(properties as Record<string, JsonSchema>)
  if (anyOf !== undefined) return { anyOf }
  return { type, properties: Object.fromEntries(named.map(([name, each]) => [name, toProperty(each)])), required }
}
