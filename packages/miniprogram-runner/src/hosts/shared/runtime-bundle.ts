import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** The name under which the bundle leaves its exports. */
export const RUNTIME_NAME = 'miniprogramRuntime'

let bundled: Promise<string> | undefined

/** The runtime as one script, for Node and Chromium alike. Bundled once in each process. */
export function bundleRuntime(): Promise<string> {
  bundled ??= bundle()
  return bundled
}

async function bundle(): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL('../../runtime/index.ts', import.meta.url)),
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  })
  try {
    const { output } = await build.generate({ format: 'iife', name: RUNTIME_NAME })
    return output[0].code
  } finally {
    await build.close()
  }
}
