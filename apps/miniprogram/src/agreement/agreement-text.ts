import type { Language } from '../texts/language'

interface Section {
  title: string
  paragraphs: readonly string[]
}

/** Updated: an ISO date. */
export interface AgreementText {
  title: string
  updated: string
  sections: readonly Section[]
}

/** A document in each language that the pages speak. */
export type Agreement = Record<Language, AgreementText>
