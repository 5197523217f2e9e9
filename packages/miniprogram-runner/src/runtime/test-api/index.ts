export { nodeOf, queryAll, readText, tapOn, typeInto, type MiniProgramElement } from './elements'
export {
  createAppearance,
  createLauncher,
  createPhoneControls,
  type Launcher,
  type PhoneControls,
} from './phone-controls'
