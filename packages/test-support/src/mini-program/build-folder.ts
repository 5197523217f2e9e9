import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the builds of one run of the tests lie. */
    buildFolder: string
  }
}

/** Vitest's global set-up: nothing is built here, a test file that needs a build makes it or finds it. */
export default function provideBuildFolder({ provide }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'uni-phone-builds-'))
  provide('buildFolder', folder)
  return () => {
    rmSync(folder, { recursive: true, force: true })
  }
}
