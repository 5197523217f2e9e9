import { parseArgs } from 'node:util'
import { type GivenAnswers, LANGUAGES, PARTS, SIGN_INS } from './answers'
import { CreateError } from './create-error'

export interface CommandLine {
  readonly given: GivenAnswers
  readonly yes: boolean
  readonly dryRun: boolean
  readonly help: boolean
  readonly version: boolean
}

export const USAGE = `用法 Usage: npm create uni-phone@latest [folder] -- [options]
               pnpm create uni-phone [folder] [options]

  folder              新文件夹，也是项目名 the new folder, and the project's name (my-app)
  --parts …           ${PARTS.join(' | ')} (app)
                        app     小程序与服务端 mini program and server
                        server  只有服务端 the server alone
                        button  服务端，与已有 uni-app 用的按钮 the server, and the button for an existing uni-app
  --sign-in …         ${SIGN_INS.join(' | ')} (sqlite)
  --title …           用户看到的名称 the name that users see (folder)
  --appid wx…         小程序的 AppID，可以没有 the mini program's AppID, may be left out
  --scope @…          包的作用域 scope of the project's packages (@folder)
  --language …        ${LANGUAGES.join(' | ')}：README 的语言 language of the README
  -y, --yes           不提问，其余用默认值 ask nothing, use the defaults for the rest
  --dry-run           只列出文件 only list the files
  -h, --help          显示本说明 show this text
  -v, --version       显示版本 show the version
`

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const OPTIONS = {
  parts: text,
  'sign-in': text,
  title: text,
  appid: text,
  scope: text,
  language: text,
  yes: { ...flag, short: 'y' },
  'dry-run': flag,
  help: { ...flag, short: 'h' },
  version: { ...flag, short: 'v' },
} as const

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new CreateError(`${error instanceof Error ? error.message : 'wrong usage'}\n\n${USAGE}`, 2)
  }
}

/** Reads the arguments. Throws a `CreateError` for wrong usage. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args)
  if (positionals.length > 1) throw new CreateError(`只能有一个文件夹 Only one folder can be made.\n\n${USAGE}`, 2)
  const { yes, 'dry-run': dryRun, help, version, ...given } = values
  return { given: { ...given, folder: positionals[0]?.replace(/[/\\]+$/, '') }, yes, dryRun, help, version }
}
