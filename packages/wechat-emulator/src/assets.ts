import { readFileSync } from 'node:fs'

/** Holds `console` and `schemas`, in the repository and when published: this file must stay at the top of `src` and `dist`. */
const PACKAGE = new URL('../', import.meta.url)

/** Reads a file of the console or a schema. The build of the single file puts their texts in place of this module. */
export function readAsset(path: string): string {
  return readFileSync(new URL(path, PACKAGE), 'utf8')
}
