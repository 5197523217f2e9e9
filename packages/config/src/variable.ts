import type { z } from 'zod'

/** A text in the two languages of the documentation. */
export interface Words {
  readonly zh: string
  readonly en: string
}

/** What an environment variable is for, in a line, and what may be said of it before it is read. */
export interface Variable<Check extends z.ZodType = z.ZodType> extends Words {
  /** Its values, and its default. */
  readonly check: Check
  /** What a value must be: said of one that is not, which is never quoted. */
  readonly must: Words
  /** What holds without it, where that is no fixed value. */
  readonly without?: Words
  /** Who sets it. */
  readonly section: Section
  /** What `.env.example` sets it to; `false`: it is not for `.env`. @default a comment with the default */
  readonly example?: string | false
}

export type Section = 'account' | 'server' | 'instances' | 'miniprogram' | 'development' | 'internal'

export type Variables = Readonly<Record<string, Variable>>

/** The values of variables by their names, as their checks give them. */
export type Values<Table extends Variables> = { readonly [Name in keyof Table]: z.output<Table[Name]['check']> }
