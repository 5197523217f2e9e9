import { readFileSync } from 'node:fs'
import { invalid, isFields } from '../core/index'
import { type Exchange, parseJson } from './redact'

function isExchange(value: unknown): value is Exchange {
  if (!isFields(value)) return false
  const { at, method, path, query, status } = value
  return (
    [at, status].every(Number.isFinite) && [method, path].every((text) => typeof text === 'string') && isFields(query)
  )
}

/** Reads a recording: one exchange on each line. */
export function readRecording(file: string): Exchange[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const exchanges = lines.map(parseJson)
  const wrong = exchanges.findIndex((exchange) => !isExchange(exchange))
  if (wrong !== -1) throw invalid(`${file}: line ${wrong + 1} is not an exchange of a recording`)
  return exchanges.filter(isExchange)
}
