import { BUILT_IN_COMPONENTS } from '../../format/index'
import type { Records, WxCalls, WxFunctions } from '../host/index'
import { createAccountFunctions } from './account'
import type { WxDeps } from './deps'
import { createAppEvents, createNetwork, type AppEvents, type Network } from './events'
import { createInterfaceFunctions } from './interface'
import { createNavigationFunctions, createQueryFunctions } from './navigation'
import { createRequestFunctions } from './request'
import { createStorage, createStorageFunctions, createSystem, type Storage, type System } from './system'

export { createAskOpenType } from './account'
export { readStorage } from './system'

export interface Wx {
  /** `wx` of the mini program's modules. */
  readonly functions: WxFunctions
  readonly network: Network
  readonly system: System
  readonly app: AppEvents
  readonly storage: Storage
}

export function createWx(deps: WxDeps): Wx {
  const { calls, records } = deps
  const network = createNetwork(calls)
  const system = createSystem(deps)
  const app = createAppEvents(calls)
  const storage = createStorage(deps.settings.storage)
  const functions = {
    ...network.functions,
    ...system.functions,
    ...app.functions,
    ...createStorageFunctions(calls, storage),
    ...createInterfaceFunctions(deps),
    ...createAccountFunctions(deps),
    ...createRequestFunctions(deps, network),
    ...createQueryFunctions(deps),
    ...createNavigationFunctions(deps),
  }
  return { functions: createWxObject(functions, calls, records), network, system, app, storage }
}

/** Names that uni-app's runtime looks for on `wx` because it puts them there itself. */
const PUT_THERE_BY_UNI_APP = /^(\$|__|create(App|Page|Component|PluginApp|SubpackageApp)$)/

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
      return BUILT_IN_COMPONENTS.has(name) || name in wx
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
