import type { Language } from '../phone-number'

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
