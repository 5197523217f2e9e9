export { nodeOf, queryAll, readText, tapOn, typeInto, type MiniProgramElement } from './elements'
export { createLauncher, type Launcher } from './launcher'
export { createAppearance, createPhoneControls, type PhoneControls } from './phone-controls'
