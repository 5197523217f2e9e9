import { currentLanguage } from './words.js'

const LOCALES = { en: 'en-GB', zh: 'zh-CN' }

/** @param {number} ms */
export function clockTime(ms) {
  return new Date(ms).toLocaleTimeString(LOCALES[currentLanguage()], { hour12: false })
}

/** @param {number} ms */
export function dateAndTime(ms) {
  return new Date(ms).toLocaleString(LOCALES[currentLanguage()], { hour12: false })
}

/**
 * Such as 4:59 or 1:59:59.
 * @param {number} ms
 */
export function duration(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const rest = String(seconds % 60).padStart(2, '0')
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`
}
