import type { CompiledMiniProgram } from '../../compile/index'
import { allPages, tabPages } from '../../format/mini-program-config'
import type { Phone } from '../host/phone'
import type { LaunchOptions, PhoneSettings } from '../host/options'
import type { Records, UiRecord } from '../host/records'
import type { Application } from '../app-service/application'
import type { PageStack } from '../view/page-stack'
import { createSystemInfo } from './system-info'
import type { WxFunctions } from '../host/callback-api'
import { createNetwork, type Network } from './network'
import { createWxAccount } from './account'
import { createWxApplication, type WxApplication } from './application'
import { createWxInterface } from './interface'
import { createWxNavigation } from './navigation'
import { createWxQuery } from './query'
import { createWxRequest } from './request'
import { createStorage, createWxStorage, type Storage } from './storage'
import { createWxSystem, type WxSystem } from './system'

export interface WxParts {
  network: Network
  system: WxSystem
  application: WxApplication
  storage: Storage
  functions: WxFunctions[]
}

export interface WxPartsOptions {
  program: CompiledMiniProgram
  settings: PhoneSettings
  phone: Phone
  records: Records
  record: (record: UiRecord) => void
  stack: PageStack
  application: Application
  launched: () => LaunchOptions
}

export function createWxParts(options: WxPartsOptions): WxParts {
  const { program, settings, phone, record, stack } = options
  const reportError = options.application.fail
  const network = createNetwork(reportError)
  const system = createSystem(options)
  const application = createWxApplication(reportError)
  const storage = createStorage(settings.storage)
  const functions = [
    network.functions,
    system.functions,
    application.functions,
    createWxStorage(storage, reportError),
    createWxInterface({ phone, record, reportError }),
    createWxAccount({ phone, privacySetting: settings.privacySetting ?? NOTHING_TO_AGREE_TO, reportError }),
    createRequest(options, network),
    createWxQuery(() => stack.top()?.instance),
    createWxNavigation({ stack, pages: allPages(program.app), tabs: tabPages(program.app), record, reportError }),
  ]
  return { network, system, application, storage, functions }
}

const NOTHING_TO_AGREE_TO = { needAuthorization: false, privacyContractName: '' }

function createSystem({ program, settings, launched, application }: WxPartsOptions): WxSystem {
  return createWxSystem({
    appId: settings.appId ?? 'wx0000000000000000',
    envVersion: settings.envVersion ?? 'develop',
    info: createSystemInfo(program.width, settings.systemInfo),
    followsTheme: program.app.darkmode === true,
    launched,
    reportError: application.fail,
  })
}

function createRequest(
  { program, settings, phone, records, application }: WxPartsOptions,
  network: Network,
): WxFunctions {
  const timeoutMs = program.app.networkTimeout?.request
  return createWxRequest({
    phone,
    network,
    requests: records.requests,
    allowedDomains: settings.allowedDomains,
    timeoutMs,
    reportError: application.fail,
  })
}
