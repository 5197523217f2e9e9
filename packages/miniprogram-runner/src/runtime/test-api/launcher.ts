import { allPages, entryPage, parsePageUrl, type CompiledMiniProgram } from '../../format/index'
import type { Application, ModuleLoader } from '../app-service/index'
import type { LaunchOptions } from '../host/index'
import type { Page, PageStack } from '../view/index'

/** Starts the mini program, and knows how it was started. */
export interface Launcher {
  readonly launch: (url?: string) => Page
  readonly options: () => LaunchOptions
}

export interface LauncherDeps {
  readonly program: CompiledMiniProgram
  readonly given: Partial<LaunchOptions> | undefined
  readonly application: Application
  readonly stack: PageStack
  readonly load: ModuleLoader
}

export function createLauncher({ program, given, application, stack, load }: LauncherDeps): Launcher {
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

// documented: opened from the list of mini programs in 发现
const SCENE = 1001

function createLaunchOptions(
  { app }: CompiledMiniProgram,
  given: Partial<LaunchOptions> = {},
  url = given.path ?? entryPage(app),
): LaunchOptions {
  const { route, query } = parsePageUrl(url)
  return { scene: SCENE, referrerInfo: {}, ...given, path: route, query: { ...given.query, ...query } }
}
