import type { CompiledMiniProgram } from '../../compile/index'
import type { Application } from './application'
import { createConsole } from './console'
import { createModuleLoader, type ModuleLoader } from './module-loader'
import type { PhoneSettings } from '../host/options'
import type { PageStack } from '../view/page-stack'
import type { ProblemLog } from '../host/problem-log'
import { createStringCode } from './eval-guard'
import { createTimers } from './timers'
import type { WxFunctions } from '../host/callback-api'

export interface Modules {
  load: ModuleLoader
  /** Ends the timers that the modules have started. */
  stop: () => void
}

export interface ModulesOptions {
  program: CompiledMiniProgram
  settings: PhoneSettings
  application: Application
  problems: ProblemLog
  wx: WxFunctions
  stack: PageStack
  /** `Component`, `Page` and `Behavior`. */
  registered: Record<string, unknown>
}

/** The mini program's scripts, with all that they find as globals. */
export function createModules(options: ModulesOptions): Modules {
  const { program, settings, application, problems, wx, stack, registered } = options
  const timers = createTimers(application.guard)
  const globals: Record<string, unknown> = {
    ...application.globals,
    ...registered,
    ...timers.globals,
    ...createStringCode(settings.onFunction ?? 'throws', () => globals),
    getCurrentPages: () => stack.pages().map(({ instance }) => instance),
    console: createConsole(problems),
    wx,
    requirePlugin: refuse,
    requireMiniProgram: refuse,
    __wxConfig: { pages: program.app.pages, envVersion: settings.envVersion ?? 'develop' },
  }
  globals['global'] = globals
  return { load: createModuleLoader(program.scripts, globals), stop: timers.stop }
}

function refuse(): never {
  throw new Error('plugins and other mini programs cannot be required here')
}
