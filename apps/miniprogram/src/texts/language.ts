export type Language = 'zh' | 'en'

/** The system's language; whoever reads neither is better served in English. */
export function readLanguage(): Language {
  return /^zh/i.test(uni.getLocale()) ? 'zh' : 'en'
}
