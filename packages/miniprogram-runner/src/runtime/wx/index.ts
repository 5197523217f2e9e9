import { allPages, BUILT_IN_COMPONENTS, tabPages, type CompiledMiniProgram } from '../../format/index'
import type { Clock, LaunchOptions, Phone, PhoneSettings, Records, UiRecord, WxCalls, WxFunctions } from '../host/index'
import type { PageStack } from '../view/index'
import { createAccountFunctions } from './account'
import { createAppEvents, createNetwork, type AppEvents, type Network } from './events'
import { createInterfaceFunctions } from './interface'
import { createNavigationFunctions, createQueryFunctions } from './navigation'
import { createRequestFunctions } from './request'
import { createStorage, createStorageFunctions, type Storage } from './storage'
import { createSystem, type System } from './system'

export { createAskOpenType } from './account'
export { readStorage } from './storage'

export interface Wx {
  /** `wx` of the mini program's modules. */
  readonly functions: WxFunctions
  readonly network: Network
  readonly system: System
  readonly app: AppEvents
  readonly storage: Storage
}

export interface WxDeps {
  readonly program: CompiledMiniProgram
  readonly settings: PhoneSettings
  readonly phone: Phone
  readonly calls: WxCalls
  readonly clock: Clock
  readonly records: Records
  readonly record: (record: UiRecord) => void
  readonly stack: PageStack
  readonly launched: () => LaunchOptions
}

export function createWx(deps: WxDeps): Wx {
  const { program, settings, calls, stack, records } = deps
  const network = createNetwork(calls)
  const system = createSystem({ ...deps, width: program.width, followsTheme: program.app.darkmode === true })
  const app = createAppEvents(calls)
  const storage = createStorage(settings.storage)
  const functions = {
    ...network.functions,
    ...system.functions,
    ...app.functions,
    ...createStorageFunctions(calls, storage),
    ...createInterfaceFunctions(deps),
    ...createAccountFunctions({ ...deps, privacySetting: settings.privacySetting ?? NOTHING_TO_AGREE_TO }),
    ...createRequestFunctions({
      ...deps,
      network,
      requests: records.requests,
      allowedDomains: settings.allowedDomains,
      timeoutMs: program.app.networkTimeout?.request,
    }),
    ...createQueryFunctions(stack, records),
    ...createNavigationFunctions({ ...deps, pages: allPages(program.app), tabs: tabPages(program.app) }),
  }
  return { functions: createWxObject(functions, calls, records), network, system, app, storage }
}

const NOTHING_TO_AGREE_TO = { needAuthorization: false, privacyContractName: '' }

/** Names that uni-app's runtime looks for on `wx` because it puts them there itself. */
const PUT_THERE_BY_UNI_APP = /^(\$|__|create(App|Page|Component|PluginApp|SubpackageApp)$)/

const COMPONENTS = new Set<string>(BUILT_IN_COMPONENTS)

/**
 * A missing function is undefined, so that feature detection works as on an old phone, and is recorded. `preloadAssets`
 * is left out on purpose: with it uni-app loads a picture from DCloud three seconds after the start.
 */
function createWxObject(functions: WxFunctions, calls: WxCalls, { missingApis }: Records): WxFunctions {
  const wx: WxFunctions = {
    ...functions,
    // attributes and options after the first dot are ignored
    canIUse: (schema: string) => {
      const [name = ''] = schema.split('.')
      return COMPONENTS.has(name) || name in wx
    },
  }
  return new Proxy(wx, {
    get(target, name) {
      if (typeof name !== 'string') return undefined
      if (!(name in target) && !PUT_THERE_BY_UNI_APP.test(name)) missingApis.add(name)
      const failure = name.endsWith('Sync') ? calls.failureOf(name) : undefined
      return failure === undefined ? target[name] : fails(name, failure)
    },
  })
}

function fails(name: string, failure: Error): () => never {
  return () => {
    throw new Error(`${name}:fail ${failure.message}`)
  }
}
