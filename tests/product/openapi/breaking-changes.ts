/** A JSON Schema, or any other part of an OpenAPI document. */
export interface Part {
  readonly [key: string]: unknown
}

/** Who reads a schema's values: what a client sends may only become freer, what it gets may only become richer. */
type Direction = 'sent' | 'received'

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value)

const partOf = (value: unknown): Part => (isPart(value) ? value : {})
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const keysOf = (value: unknown): string[] => Object.keys(partOf(value))

function missing(what: string, before: readonly unknown[], after: readonly unknown[]): string[] {
  return before.filter((value) => !after.includes(value)).map((value) => `${what} ${String(value)} is gone`)
}

function findRequiredBreaks(before: Part, after: Part, direction: Direction, where: string): string[] {
  const [old, now] = [listOf(before.required), listOf(after.required)]
  if (direction === 'received') return missing(`${where}: required`, old, now)
  return now.filter((name) => !old.includes(name)).map((name) => `${where}: ${String(name)} is required now`)
}

const UPPER = ['maxLength', 'maximum', 'maxItems']
const LOWER = ['minLength', 'minimum', 'minItems']
const EXACT = ['pattern', 'format', 'const']

/** A limit on what is sent must not become narrower. */
function findLimitBreaks(before: Part, after: Part, where: string): string[] {
  const narrower = [
    ...UPPER.filter((name) => Number(after[name] ?? Infinity) < Number(before[name] ?? Infinity)),
    ...LOWER.filter((name) => Number(after[name] ?? -Infinity) > Number(before[name] ?? -Infinity)),
    ...EXACT.filter((name) => after[name] !== undefined && after[name] !== before[name]),
  ]
  return narrower.map((name) => `${where}: ${name} is narrower`)
}

function findEnumBreaks(before: Part, after: Part, direction: Direction, where: string): string[] {
  if (after.enum === undefined && (before.enum === undefined || direction === 'sent')) return []
  if (before.enum === undefined) return direction === 'sent' ? [`${where}: it is an enum now`] : []
  return missing(`${where}:`, listOf(before.enum), listOf(after.enum))
}

/** What a client of before would stumble over in a schema of now. */
function findSchemaBreaks(before: Part, after: Part, direction: Direction, where: string): string[] {
  const properties = keysOf(before.properties).flatMap((name) => {
    const [old, now] = [partOf(before.properties)[name], partOf(after.properties)[name]]
    if (!isPart(now)) return [`${where}.${name} is gone`]
    return findSchemaBreaks(partOf(old), now, direction, `${where}.${name}`)
  })
  const branches = listOf(before.anyOf).flatMap((old, nth) => {
    const now = listOf(after.anyOf)[nth]
    return isPart(now)
      ? findSchemaBreaks(partOf(old), now, direction, `${where}[${nth}]`)
      : [`${where}[${nth}] is gone`]
  })
  const type = before.type !== after.type && after.type !== undefined ? [`${where}: its type is another`] : []
  const limits = direction === 'sent' ? findLimitBreaks(before, after, where) : []
  const names = findRequiredBreaks(before, after, direction, where)
  return [...properties, ...branches, ...type, ...limits, ...names, ...findEnumBreaks(before, after, direction, where)]
}

function findResponseBreaks(before: Part, after: Part, where: string): string[] {
  return keysOf(before).flatMap((status) => {
    const [old, now] = [partOf(before[status]), after[status]]
    if (!isPart(now)) return [`${where} ${status} is gone`]
    return [
      ...missing(`${where} ${status}: header`, keysOf(old.headers), keysOf(now.headers)),
      ...missing(`${where} ${status}: content`, keysOf(old.content), keysOf(now.content)),
    ]
  })
}

function findOperationBreaks(before: Part, after: Part, where: string): string[] {
  const required = (operation: Part): unknown[] =>
    listOf(operation.parameters).flatMap((each) => (partOf(each).required === true ? [partOf(each).name] : []))
  const demanded = required(after).filter((name) => !required(before).includes(name))
  return [
    ...demanded.map((name) => `${where}: ${String(name)} is required now`),
    ...findResponseBreaks(partOf(before.responses), partOf(after.responses), where),
  ]
}

function findPathBreaks(before: Part, after: Part): string[] {
  return keysOf(before).flatMap((path) =>
    keysOf(before[path]).flatMap((method) => {
      const now = partOf(after[path])[method]
      if (!isPart(now)) return [`${method} ${path} is gone`]
      return findOperationBreaks(partOf(partOf(before[path])[method]), now, `${method} ${path}`)
    }),
  )
}

const schemasOf = (document: Part): Part => partOf(partOf(document.components).schemas)

/** What a client of one document would stumble over in a later one: nothing, where only things were added. */
export function findBreakingChanges(before: Part, after: Part): string[] {
  const schemas = keysOf(schemasOf(before)).flatMap((name) => {
    const now = schemasOf(after)[name]
    if (!isPart(now)) return [`${name} is gone`]
    const direction = name.endsWith('Request') ? 'sent' : 'received'
    return findSchemaBreaks(partOf(schemasOf(before)[name]), now, direction, name)
  })
  return [...findPathBreaks(partOf(before.paths), partOf(after.paths)), ...schemas]
}
