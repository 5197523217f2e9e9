import { readLanguage } from '../phone-number'

/** Tells the browser and screen readers in which language the pages are. */
export function declareLanguage(): void {
  globalThis.document.documentElement.lang = readLanguage() === 'zh' ? 'zh-CN' : 'en'
}
