import { compileFunction } from 'node:vm'
import type * as Runtime from '../../runtime/index'
import { bundleRuntime, RUNTIME_NAME } from './runtime-bundle'

/** What glass-easel and the runtime use of a browser. */
const BROWSER_GLOBALS = ['window', 'document', 'Event', 'MouseEvent', 'KeyboardEvent', 'Node'] as const

export type BrowserGlobals = Record<(typeof BROWSER_GLOBALS)[number], unknown>

type Start = (...globals: unknown[]) => typeof Runtime

let compiled: Promise<Start> | undefined

/**
 * Runs the runtime with a document of its own. The document is handed over in arguments and not put on `globalThis`, so
 * that any number of mini programs run side by side, and the test's own globals stay as they are.
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
