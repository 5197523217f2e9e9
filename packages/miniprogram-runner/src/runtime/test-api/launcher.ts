import type { CompiledMiniProgram } from '../../compile/index'
import { allPages } from '../../format/mini-program-config'
import type { Application } from '../app-service/application'
import { createLaunchOptions } from './launch-options'
import type { ModuleLoader } from '../app-service/module-loader'
import type { LaunchOptions } from '../host/options'
import type { Page } from '../view/page'
import type { PageStack } from '../view/page-stack'

/** Starts the mini program, and knows how it was started. */
export interface Launcher {
  launch: (url?: string) => Page
  options: () => LaunchOptions
}

export interface LauncherOptions {
  program: CompiledMiniProgram
  given: Partial<LaunchOptions> | undefined
  application: Application
  stack: PageStack
  load: ModuleLoader
}

export function createLauncher({ program, given, application, stack, load }: LauncherOptions): Launcher {
  let launched = createLaunchOptions(program, given)
  let isRunning = false

  function start(): void {
    isRunning = true
    application.guard(() => load('app.js'))
    application.call('onLaunch', launched)
    application.call('onShow', launched)
  }

  function launch(url?: string): Page {
    const next = createLaunchOptions(program, given, url)
    if (!allPages(program.app).includes(next.path)) throw new Error(`${next.path} is not a page of app.json`)
    launched = next
    if (!isRunning) start()
    stack.closeTo(0)
    return stack.open({ route: launched.path, query: launched.query })
  }
  return { launch, options: () => launched }
}
