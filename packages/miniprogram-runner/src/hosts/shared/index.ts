import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compileFunction } from 'node:vm'
import type * as Runtime from '../../runtime/index'

export { createNativeHttp, type NativeHttp } from './native-http'

/** Globals of a browser that glass-easel and the runtime use. */
const BROWSER_GLOBALS = ['window', 'document', 'Event', 'KeyboardEvent', 'Node', 'IntersectionObserver'] as const

type BrowserGlobals = Record<(typeof BROWSER_GLOBALS)[number], unknown>

type Start = (...globals: unknown[]) => typeof Runtime

let compiled: Promise<Start> | undefined

/**
 * Runs the runtime with a document of its own. The document is passed as arguments instead of on `globalThis`, so that
 * any number of mini programs run side by side and the test's own globals stay as they are.
 */
export async function startRuntime(globals: BrowserGlobals): Promise<typeof Runtime> {
  compiled ??= compile()
  const start = await compiled
  return start(...BROWSER_GLOBALS.map((name) => globals[name]))
}

async function compile(): Promise<Start> {
  const source = `${await bundleRuntime()}\nreturn ${RUNTIME_NAME}`
  return compileFunction(source, [...BROWSER_GLOBALS], { filename: 'miniprogram-runtime.js' }) as Start
}

/** Variable that the bundle assigns its exports to. */
const RUNTIME_NAME = 'miniprogramRuntime'

let bundled: Promise<string> | undefined

/** Returns the runtime as one script for Node and Chromium. The published package carries it. */
export function bundleRuntime(): Promise<string> {
  const built = new URL('./runtime.js', import.meta.url)
  bundled ??= existsSync(built) ? readFile(built, 'utf8') : bundle()
  return bundled
}

async function bundle(): Promise<string> {
  const { rolldown } = await import('rolldown')
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
