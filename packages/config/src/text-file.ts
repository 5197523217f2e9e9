import { ConfigError } from './variables'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** Windows editors mark these encodings by their first bytes; Notepad calls UTF-16 LE "Unicode". */
const BYTE_ORDER_MARKS = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
] as const

function notUtf8(path: string): ConfigError {
  const variable = basename(path)
  return new ConfigError([
    {
      variable,
      zh: `${variable} 不是 UTF-8 编码（可能是 GBK 或 ANSI）：请在编辑器中“另存为”，编码选 UTF-8`,
      en: `${variable} is not in UTF-8 (GBK or ANSI, perhaps): save it again in your editor, as UTF-8`,
    },
  ])
}

function decode(bytes: Uint8Array): string {
  const marked = BYTE_ORDER_MARKS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte))
  const text = new TextDecoder(marked?.encoding ?? 'utf-8', { fatal: true }).decode(bytes)
  // UTF-16 without a mark is valid UTF-8, with a NUL at every other place
  if (text.includes('\0')) throw new TypeError('NUL in text')
  return text
}

/**
 * Reads a text file that a person may have edited: UTF-8 with or without a byte order mark, or UTF-16 with one. Throws a
 * `ConfigError` that says how to save it if it is in another encoding; errors of the file system pass through.
 */
export function readTextFile(path: string): string {
  const bytes = readFileSync(path)
  try {
    return decode(bytes)
  } catch {
    throw notUtf8(path)
  }
}
