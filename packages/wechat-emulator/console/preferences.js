import { byId, setText } from './element.js'
import { currentLanguage, setLanguage, word } from './words.js'

/** @typedef {import('./words.js').Word} Word */

/** @type {Record<string, { next: string, name: Word }>} */
const THEMES = {
  auto: { next: 'light', name: 'themeAuto' },
  light: { next: 'dark', name: 'themeLight' },
  dark: { next: 'auto', name: 'themeDark' },
}
const STORED = 'wechat-emulator'

let theme = 'auto'

/** Language and theme: the system's until a person chooses. */
export function connectPreferences(/** @type {() => void} */ redraw) {
  recall()
  byId('language').addEventListener('click', () => {
    setLanguage(currentLanguage() === 'en' ? 'zh' : 'en')
    apply()
    redraw()
  })
  byId('theme').addEventListener('click', () => {
    theme = THEMES[theme]?.next ?? 'auto'
    apply()
  })
  draw()
}

function apply() {
  localStorage.setItem(STORED, JSON.stringify({ language: currentLanguage(), theme }))
  draw()
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? '{}')
    if (kept.language === 'en' || kept.language === 'zh') setLanguage(kept.language)
    if (kept.theme in THEMES) theme = kept.theme
  } catch {
    localStorage.removeItem(STORED)
  }
}

function draw() {
  document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.dataset.theme = theme
  setText(byId('language'), currentLanguage() === 'en' ? '中文' : 'English')
  setText(byId('theme'), word(THEMES[theme]?.name ?? 'themeAuto'))
  for (const target of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-word]'))) {
    setText(target, word(/** @type {Word} */ (target.dataset.word)))
  }
}
