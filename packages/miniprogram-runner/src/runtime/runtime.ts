import type { CompiledMiniProgram } from '../compile/index'
import { createApplication } from './app-service/application'
import type { Phone } from './host/phone'
import { createLauncher, type Launcher } from './test-api/launcher'
import { createModules } from './app-service/index'
import { createAskOpenType } from './wx/native-buttons'
import type { PhoneSettings } from './host/options'
import type { OpenPage } from './view/page'
import type { PageStack } from './view/page-stack'
import { createAppearance, createPhoneControls, type PhoneControls } from './test-api/phone-controls'
import { createProblemLog, type ProblemLog } from './host/problem-log'
import { createRecords, type Records, type UiRecord } from './host/records'
import { createSetDataRecorder } from './view/set-data'
import { createView } from './view/index'
import type { WxFunctions } from './host/callback-api'
import { createListenerList, type ListenerList } from './host/listener-list'
import { createWx } from './wx/wx'
import { createWxParts, type WxParts } from './wx/index'

/** The phone with the mini program on it. */
export interface Machine extends PhoneControls, Pick<Launcher, 'launch'> {
  records: Records
  problems: ProblemLog
  /** Hears of every setData. */
  drawn: ListenerList
  stack: PageStack
  parts: WxParts
  wx: WxFunctions
  stop: () => void
}

/** Puts the parts together. Where two need each other, one is given a function that finds the other later. */
export function createMachine(program: CompiledMiniProgram, settings: PhoneSettings, phone: Phone): Machine {
  const records = createRecords()
  const problems = createProblemLog()
  const application = createApplication(problems)
  const drawn = createListenerList(application.fail)
  const record = createRecorder(records, phone, () => stack.top())
  const view = createView({
    program,
    application,
    container: phone.container(),
    recorder: createSetDataRecorder({ calls: records.setDataCalls, problems, onDrawn: drawn.call }),
    ask: createAskOpenType(phone, record),
    detailNesting: settings.detailNesting === true,
    load: (file) => modules.load(file),
    onShown: (page) => {
      showAppearance(page)
    },
  })
  const { stack } = view
  const reach = { program, settings, phone, application, stack }
  const parts = createWxParts({ ...reach, record, records, launched: () => launcher.options() })
  const wx = createWx(parts.functions, records)
  const modules = createModules({ ...reach, problems, wx, registered: view.globals })
  const launcher = createLauncher({ ...reach, given: settings.launch, load: modules.load })
  const isFirst = (page: unknown): boolean => stack.pages()[0] === page
  const showAppearance = createAppearance({ program, phone, theme: parts.system.theme, isFirst })
  const controls = createPhoneControls({ ...reach, parts, launched: launcher.options, showAppearance })
  const stop = (): void => {
    parts.network.end()
    modules.stop()
    view.stop()
  }
  return { records, problems, drawn, stack, parts, wx, launch: launcher.launch, ...controls, stop }
}

function createRecorder(records: Records, phone: Phone, top: () => OpenPage | undefined): (record: UiRecord) => void {
  return (record) => {
    records.ui.push(record)
    const page = top()
    // a page keeps its title while others lie above it
    if (record.api === 'setNavigationBarTitle' && page !== undefined) page.title = String(record.options['title'])
    phone.showUi(record)
  }
}
