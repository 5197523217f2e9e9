import { Buffer } from 'node:buffer'

/** A part of a secret is one, too: eleven characters are a mainland phone number. */
const PART = 11

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  return [value, encodeURIComponent(value), bytes.toString('base64'), bytes.toString('hex')]
}

/** One secret after the other, or one place after the other: whichever is fewer. */
const FEW = 100

function findIn(text: string, parts: ReadonlyMap<string, string>): Set<string> {
  if (parts.size < FEW) return new Set([...parts].filter(([part]) => text.includes(part)).map(([, kind]) => kind))
  const kinds = new Set<string>()
  for (let at = 0; at + PART <= text.length; at += 1) {
    const kind = parts.get(text.slice(at, at + PART))
    if (kind !== undefined) kinds.add(kind)
  }
  return kinds
}

/** Looks for secrets, whole or in part, as they are or encoded, in whatever was put out. */
export function createLeakSearch() {
  const parts = new Map<string, string>()
  let outputs: [source: string, text: string][] = []

  /** What has leaked where since it was last asked: `phone code in log`. */
  function find(): string[] {
    const leaks = outputs.flatMap(([source, text]) => [...findIn(text, parts)].map((kind) => `${kind} in ${source}`))
    outputs = []
    return [...new Set(leaks)].sort()
  }

  return {
    secret(kind: string, value: string): void {
      for (const form of formsOf(value)) if (form.length >= PART) parts.set(form.slice(0, PART), kind)
    },
    output(source: string, text: string): void {
      outputs.push([source, text])
    },
    find,
  }
}

export type LeakSearch = ReturnType<typeof createLeakSearch>
