export type Language = 'zh' | 'en'

/** Returns the system's language; English for anyone who reads neither. */
export function readLanguage(): Language {
  return /^zh/i.test(uni.getLocale()) ? 'zh' : 'en'
}
