import { readFile } from 'node:fs/promises'

/** Beside `src` in the repository and beside `dist` in the package: this file must stay at the top of either. */
const FOLDER = new URL('../console/', import.meta.url)

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

export interface ConsoleFile {
  body: string
  mediaType: string
}

/** One file of the console, by its bare name; nothing if there is none. */
export async function readConsoleFile(name: string): Promise<ConsoleFile | undefined> {
  const [, extension = ''] = /^[a-z-]+\.([a-z]+)$/.exec(name) ?? []
  const mediaType = MEDIA_TYPES[extension]
  if (mediaType === undefined) return undefined
  try {
    return { body: await readFile(new URL(name, FOLDER), 'utf8'), mediaType }
  } catch {
    return undefined
  }
}
