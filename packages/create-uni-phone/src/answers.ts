import { basename, resolve } from 'node:path'

/** The parts of a project: mini program and server, the server alone, or the server and the button for an existing uni-app. */
export const PARTS = ['app', 'server', 'button'] as const
/** Accounts of a project: none, or the database that production keeps them in. */
export const SIGN_INS = ['none', 'sqlite', 'postgresql'] as const
export const LANGUAGES = ['zh-CN', 'en'] as const

/** Folder of a project that nobody names. */
export const DEFAULT_FOLDER = 'my-app'

type Parts = (typeof PARTS)[number]
type SignIn = (typeof SIGN_INS)[number]
type Language = (typeof LANGUAGES)[number]

/** All that a project depends on. */
export interface Answers {
  /** Absolute path of the folder to make. */
  readonly folder: string
  readonly name: string
  /** Scope of the packages of the project, with the `@`. */
  readonly scope: string
  /** Name that users of the mini program see. */
  readonly title: string
  /** Empty: the sandbox needs none. */
  readonly appId: string
  readonly parts: Parts
  readonly signIn: SignIn
  readonly language: Language
}

/** Answers as flags give them: any text, or none. */
export interface GivenAnswers {
  readonly folder?: string | undefined
  readonly scope?: string | undefined
  readonly title?: string | undefined
  readonly appid?: string | undefined
  readonly parts?: string | undefined
  readonly 'sign-in'?: string | undefined
  readonly language?: string | undefined
}

export type Field = keyof GivenAnswers

interface Rule {
  readonly isValid: (value: string) => boolean
  /** In both languages. */
  readonly mistake: string
}

const matches =
  (pattern: RegExp) =>
  (value: string): boolean =>
    pattern.test(value)

const oneOf = (choices: readonly string[]): Rule => ({
  isValid: (value) => choices.includes(value),
  mistake: `只能是 must be ${choices.join(', ')}`,
})

const RULES: Readonly<Record<Field, Rule>> = {
  folder: {
    isValid: (value) => matches(/^[a-z][a-z0-9-]{0,60}$/)(basename(value)),
    mistake:
      '名称：小写字母、数字与连字符，以字母开头 name: lower-case letters, digits and hyphens, a letter first: my-app',
  },
  scope: {
    isValid: matches(/^@[a-z0-9][a-z0-9-]{0,60}$/),
    mistake: '@ 加小写字母、数字与连字符 an @, lower-case letters, digits and hyphens: @acme',
  },
  title: {
    // it goes into JSON, TypeScript and HTML
    isValid: matches(/^[^\p{C}'"`\\<>&${}]{1,30}$/u),
    mistake:
      '1 到 30 个字符，不含引号、反斜杠、花括号与 <>&$ 1 to 30 characters, no quotes, backslashes, braces or <>&$',
  },
  appid: {
    isValid: matches(/^(wx[0-9a-f]{16})?$/),
    mistake: 'wx 加 16 位十六进制（小写），或留空 wx and 16 lower-case hex digits, or nothing',
  },
  parts: oneOf(PARTS),
  'sign-in': oneOf(SIGN_INS),
  language: oneOf(LANGUAGES),
}

/** Returns the mistake in an answer, in both languages; undefined if it is valid. */
export function findMistake(field: Field, value: string): string | undefined {
  return RULES[field].isValid(value) ? undefined : RULES[field].mistake
}

/** Returns the answers that nobody gave; `env` decides on the language. */
export function defaultAnswers(folder: string, env: NodeJS.ProcessEnv): Required<GivenAnswers> {
  const name = basename(folder)
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return {
    folder,
    scope: `@${name}`,
    title: name.slice(0, 30),
    appid: '',
    parts: 'app',
    'sign-in': 'sqlite',
    language: /^en/i.test(locale) ? 'en' : 'zh-CN',
  }
}

/** Returns every mistake in the given answers, each with the flag that it belongs to. */
export function findMistakes(given: GivenAnswers): string[] {
  return Object.entries(given).flatMap(([field, value]: [string, string | undefined]) => {
    const mistake = value === undefined ? undefined : findMistake(field as Field, value)
    return mistake === undefined ? [] : [`${field === 'folder' ? value : `--${field}`}：${mistake}`]
  })
}

/** Turns texts that have no mistake into answers. */
export function toAnswers(valid: Required<GivenAnswers>, cwd: string): Answers {
  const { folder, scope, title, appid, parts, 'sign-in': signIn, language } = valid
  return {
    folder: resolve(cwd, folder),
    name: basename(folder),
    scope,
    title,
    appId: appid,
    parts: parts as Parts,
    signIn: signIn as SignIn,
    language: language as Language,
  }
}
