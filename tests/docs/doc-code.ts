import { readFileSync } from 'node:fs'

/** A block of code in a page. */
export interface DocCode {
  readonly language: string
  /** What stands behind the language on the fence. */
  readonly note: string
  readonly text: string
}

const FENCED = /^```(\w+)[ \t]*(.*)\n([\s\S]*?)^```$/gm

/** The blocks of a page, by its path from the root of the repository. */
export function readCode(page: string): DocCode[] {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
  return [...text.matchAll(FENCED)].map(([, language = '', note = '', code = '']) => ({ language, note, text: code }))
}

/** The block of a page that names this file in its first line. */
export function readFileOfPage(page: string, file: string): string {
  const found = readCode(page).find(({ text }) =>
    [`// ${file}`, `# ${file}`, `<!-- ${file} -->`].includes(text.split('\n')[0] ?? ''),
  )
  if (found === undefined) throw new Error(`${page} has no block for ${file}`)
  return found.text
}
