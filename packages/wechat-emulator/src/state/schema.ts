import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as JsonSchema from '@cfworker/json-schema'
import { invalid } from '../core/index'

/** Keywords whose errors only lead to another error, further in. */
const CONTAINERS = ['properties', 'items', 'prefixItems', 'additionalProperties', '$ref', 'anyOf', 'propertyNames']

export type SchemaCheck = ReturnType<typeof createSchemaCheck>

/** Turns `#/apps/1/secret` into `apps[1].secret`. */
function toPath(pointer: string): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
  const path = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : /^\w+$/.test(step) ? `.${step}` : `["${step}"]`))
  return path.join('').replace(/^\./, '')
}

function describe({ errors }: JsonSchema.ValidationResult): string {
  const depthOf = ({ instanceLocation }: JsonSchema.OutputUnit) => instanceLocation.split('/').length
  const [found] = errors.filter(({ keyword }) => !CONTAINERS.includes(keyword)).sort((a, b) => depthOf(b) - depthOf(a))
  const reason = found?.keyword === 'false' ? 'there is no such field' : (found?.error ?? 'invalid')
  const path = toPath(found?.instanceLocation ?? '#')
  return path === '' ? reason : `${path}: ${reason}`
}

/** Checks a value against one of the package's schemas. The validator is loaded late: most emulators need none. */
export function createSchemaCheck(folder: URL) {
  return (name: 'world' | 'snapshot', value: unknown): void => {
    const require = createRequire(import.meta.url)
    const { Validator } = require('@cfworker/json-schema') as typeof JsonSchema
    const schema = JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8')) as JsonSchema.Schema
    const result = new Validator(schema, '2020-12', false).validate(value)
    if (!result.valid) throw invalid(describe(result))
  }
}
