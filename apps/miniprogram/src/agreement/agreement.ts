import { onLoad } from '@dcloudio/uni-app'
import { setTitle } from '../navigation'
import { type Language, readLanguage } from '../phone-number'

interface Section {
  title: string
  paragraphs: readonly string[]
}

export interface AgreementText {
  title: string
  /** An ISO date. */
  updated: string
  sections: readonly Section[]
}

/** A document in each language of the pages. */
export type Agreement = Record<Language, AgreementText>

/** Returns the document in the system's language, and sets the page's title. */
export function useAgreement(agreement: Agreement): AgreementText {
  const text = agreement[readLanguage()]
  onLoad(() => {
    setTitle(text.title)
  })
  return text
}
