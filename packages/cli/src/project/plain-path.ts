import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plainFile } from './plain-file'

/** A path to a folder that vite and uni-app can work with. */
export interface PlainPath extends Disposable {
  /** The folder itself, or a symbolic link to it. */
  readonly path: string
  /** Module to preload with `--import` into Node; undefined if the folder's own path is plain. */
  readonly preload: string | undefined
}

/**
 * Letters and digits of any language, spaces, and punctuation without a meaning in globs, URLs and source code. With others
 * vite resolves nothing (`#`), uni-app writes a wrong string literal (`'`) or silently copies no theme.json (`(`, `[`, `!`).
 */
const PLAIN = /^[\p{L}\p{M}\p{N} ._:/\\-]*$/u

/**
 * Returns a plain path to a folder: a temporary symbolic link if the folder's own path has special characters. The preload
 * makes Node resolve the link nowhere, so that no tool sees the path behind it. Dispose of it when the work is done.
 */
export function withPlainPath(folder: string): PlainPath {
  if (PLAIN.test(folder)) return { path: folder, preload: undefined, [Symbol.dispose]: () => undefined }
  // in a folder of its own: in a shared one somebody else could exchange the link
  const parent = mkdtempSync(join(tmpdir(), 'uni-phone-'))
  const path = join(parent, 'project')
  symlinkSync(folder, path, 'junction')
  const preload = plainFile('plain-path.mjs')
  preload.search = new URLSearchParams({ real: folder, plain: path }).toString()
  return {
    path,
    preload: preload.href,
    [Symbol.dispose]: () => {
      rmSync(parent, { recursive: true, force: true })
    },
  }
}
