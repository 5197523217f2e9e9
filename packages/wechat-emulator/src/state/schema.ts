import { type OutputUnit, type Schema, type ValidationResult, Validator } from '@cfworker/json-schema'
import { readAsset } from '../assets'
import { invalid } from '../core/index'

/** Keywords whose errors only lead to another error, further in. */
const CONTAINERS = ['properties', 'items', 'prefixItems', 'additionalProperties', '$ref', 'anyOf', 'propertyNames']

/** Turns `#/apps/1/secret` into `apps[1].secret`. */
function toPath(pointer: string): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
  const path = steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : /^\w+$/.test(step) ? `.${step}` : `["${step}"]`))
  return path.join('').replace(/^\./, '')
}

function describe({ errors }: ValidationResult): string {
  const depthOf = ({ instanceLocation }: OutputUnit) => instanceLocation.split('/').length
  const [found] = errors.filter(({ keyword }) => !CONTAINERS.includes(keyword)).sort((a, b) => depthOf(b) - depthOf(a))
  const reason = found?.keyword === 'false' ? 'there is no such field' : (found?.error ?? 'invalid')
  const path = toPath(found?.instanceLocation ?? '#')
  return path === '' ? reason : `${path}: ${reason}`
}

/** Checks a value against one of the package's schemas. */
export function checkSchema(name: 'world' | 'snapshot', value: unknown): void {
  const schema = JSON.parse(readAsset(`schemas/${name}.schema.json`)) as Schema
  const result = new Validator(schema, '2020-12', false).validate(value)
  if (!result.valid) throw invalid(describe(result))
}
