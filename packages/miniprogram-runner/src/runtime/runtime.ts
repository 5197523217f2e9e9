import type { CompiledMiniProgram } from '../format/index'
import { createApplication, createModules } from './app-service/index'
import {
  Clock,
  createProblemLog,
  createRecords,
  Delivery,
  WxCalls,
  type ListenerList,
  type Phone,
  type PhoneSettings,
  type ProblemLog,
  type Records,
  type UiRecord,
} from './host/index'
import {
  createAppearance,
  createLauncher,
  createPhoneControls,
  type Launcher,
  type PhoneControls,
} from './test-api/index'
import { createSetDataRecorder, createView, type OpenPage, type PageStack } from './view/index'
import { createAskOpenType, createWx, type Wx } from './wx/index'

/** The phone with the mini program on it. */
export interface Runtime extends PhoneControls, Pick<Launcher, 'launch'> {
  readonly records: Records
  readonly problems: ProblemLog
  readonly clock: Clock
  readonly delivery: Delivery
  /** Called after each setData. */
  readonly drawn: ListenerList
  readonly stack: PageStack
  readonly wx: Wx
  readonly stop: () => void
}

/** Puts the parts together. Where two need each other, one gets a function that finds the other later. */
export function createRuntime(program: CompiledMiniProgram, settings: PhoneSettings, phone: Phone): Runtime {
  const records = createRecords()
  const problems = createProblemLog()
  const clock = new Clock(settings.clock)
  const delivery = new Delivery()
  const application = createApplication(problems)
  const calls = new WxCalls(delivery, application.fail)
  // the test's own listeners, which nothing delays
  const drawn = new WxCalls(new Delivery(), application.fail).listeners('drawn')
  const record = createUiRecorder(records, phone, () => stack.top())
  const view = createView({
    program,
    container: phone.container(),
    recorder: createSetDataRecorder({ calls: records.setDataCalls, problems, onDrawn: drawn.call }),
    ask: createAskOpenType({ phone, delivery, record }),
    detailNesting: settings.detailNesting === true,
    guard: application.guard,
    reportError: application.fail,
    load: (file) => load(file),
    onShown: (page) => {
      showAppearance(page)
    },
  })
  const { stack } = view
  const deps = { program, settings, phone, application, stack, clock, delivery, calls, records, record, problems }
  const wx = createWx({ ...deps, launched: () => launcher.options() })
  const load = createModules({ ...deps, wx: wx.functions, viewGlobals: view.globals })
  const launcher = createLauncher(deps, load)
  const showAppearance = createAppearance(deps, wx.system.theme)
  const controls = createPhoneControls(deps, wx, launcher.options, showAppearance)
  const stop = (): void => {
    wx.network.close()
    delivery.stop()
    clock.stop()
    view.stop()
  }
  return { ...deps, drawn, wx, launch: launcher.launch, ...controls, stop }
}

function createUiRecorder(records: Records, phone: Phone, top: () => OpenPage | undefined): (record: UiRecord) => void {
  return (record) => {
    records.ui.push(record)
    const page = top()
    // a page keeps its title while others cover it
    if (record.api === 'setNavigationBarTitle' && page !== undefined) page.title = String(record.options['title'])
    phone.showUi(record)
  }
}
