import type { Readable, Writable } from 'node:stream'
import { cancel, intro, select, text } from '@clack/prompts'
import { DEFAULT_FOLDER, defaultAnswers, type Field, findMistake, type GivenAnswers } from './answers'
import { CreateError } from './create-error'

interface Question {
  readonly field: Field
  readonly message: string
  /** Labels of a choice, by their values. Absent: a text is typed. */
  readonly choices?: Readonly<Record<string, string>>
}

const QUESTIONS: readonly Question[] = [
  { field: 'scope', message: '包的作用域 Scope of the packages' },
  { field: 'title', message: '用户看到的名称 Name that users see' },
  { field: 'appid', message: '小程序的 AppID，可留空 AppID of the mini program, may stay empty' },
  {
    field: 'parts',
    message: '要哪些部分？ Which parts?',
    choices: {
      app: '小程序与服务端 mini program and server',
      server: '只有服务端 the server alone',
      button: '服务端，与已有 uni-app 用的按钮 the server, and the button for an existing uni-app',
    },
  },
  {
    field: 'sign-in',
    message: '登录 Sign-in',
    choices: {
      sqlite: '账号存于 SQLite 文件 accounts in a SQLite file',
      postgresql: '账号存于 PostgreSQL accounts in PostgreSQL',
      none: '没有账号，只取号码 no accounts, only the number',
    },
  },
  { field: 'language', message: 'README 的语言 Language of the README', choices: { 'zh-CN': '中文', en: 'English' } },
]

/** Streams of the terminal that the questions are asked in. */
export interface Terminal {
  readonly input: Readable
  readonly output: Writable
}

function orStop(answer: string | symbol | undefined, terminal: Terminal): string {
  // clack answers Ctrl-C with a symbol
  if (typeof answer !== 'symbol') return answer ?? ''
  cancel('已取消，没有创建任何文件 Stopped, nothing was made', terminal)
  throw new CreateError('', 130)
}

async function ask({ field, message, choices }: Question, initialValue: string, terminal: Terminal): Promise<string> {
  if (choices !== undefined) {
    const options = Object.entries(choices).map(([value, label]) => ({ value, label }))
    return orStop(await select({ message, options, initialValue, ...terminal }), terminal)
  }
  const validate = (value: string | undefined) => findMistake(field, value ?? '')
  return orStop(await text({ message, initialValue, validate, ...terminal }), terminal)
}

/** Asks in a terminal for each answer that is not given. Throws a `CreateError` at Ctrl-C. */
export async function askForAnswers(
  given: GivenAnswers,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<Required<GivenAnswers>> {
  intro('create-uni-phone', terminal)
  const folder =
    given.folder ?? (await ask({ field: 'folder', message: '新文件夹 New folder' }, DEFAULT_FOLDER, terminal))
  let answers: Required<GivenAnswers> = { ...defaultAnswers(folder, env), ...withoutUndefined(given), folder }
  for (const question of QUESTIONS)
    if (given[question.field] === undefined)
      answers = { ...answers, [question.field]: await ask(question, answers[question.field], terminal) }
  return answers
}

/** Leaves out what is undefined, so that it does not hide a default. */
export function withoutUndefined(given: GivenAnswers): GivenAnswers {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
