import type { z } from 'zod'

/** A text in the two languages of the documentation. */
export interface LocalizedText {
  readonly zh: string
  readonly en: string
}

/** An environment variable; its own `zh` and `en` describe it in one line. */
export interface Variable<Check extends z.ZodType = z.ZodType> extends LocalizedText {
  /** Accepts, converts and defaults the value. */
  readonly check: Check
  /** Requirement that a rejected value is answered with; the value itself is never quoted. */
  readonly message: LocalizedText
  /** Description of the default where it is no fixed value. */
  readonly defaultText?: LocalizedText
  /** Group of the variable in the documentation, by who sets it. */
  readonly section: Section
  /** Value in `.env.example`; `false` leaves the variable out. @default a comment with the default */
  readonly example?: string | false
}

export type Section = 'account' | 'server' | 'accounts' | 'instances' | 'miniprogram' | 'development' | 'internal'

export type Variables = Readonly<Record<string, Variable>>

/** Values of a table's variables, by name. */
export type Values<Table extends Variables> = { readonly [Name in keyof Table]: z.output<Table[Name]['check']> }
