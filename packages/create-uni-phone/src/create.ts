import { relative } from 'node:path'
import { type Answers, DEFAULT_FOLDER, defaultAnswers, findMistakes, toAnswers } from './answers'
import { askForAnswers, type Terminal, withoutUndefined } from './ask'
import { type CommandLine, readCommandLine, USAGE } from './command-line'
import { CreateError } from './create-error'
import { renderProject, type TemplateFile } from './template'
import { requireNewFolder, writeProject } from './write-project'

/** Surroundings of the command. */
export interface CreateContext {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Absent without anybody to ask. */
  readonly terminal: Terminal | undefined
  readonly template: readonly TemplateFile[]
  /** Version of this package, which is also the version of the packages that the project gets. */
  readonly version: string
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal
  readonly print: (line: string) => void
}

const NO_TERMINAL = `没有可以提问的终端：加上 --yes。
There is no terminal to ask in: add --yes.

${USAGE}`

async function readAnswers({ given, yes }: CommandLine, { cwd, env, terminal }: CreateContext): Promise<Answers> {
  const mistakes = findMistakes(given)
  if (mistakes.length > 0) throw new CreateError(`${mistakes.join('\n')}\n\n${USAGE}`, 2)
  if (yes) {
    const { folder = DEFAULT_FOLDER } = given
    return toAnswers({ ...defaultAnswers(folder, env), ...withoutUndefined(given), folder }, cwd)
  }
  if (terminal === undefined) throw new CreateError(NO_TERMINAL, 2)
  return toAnswers(await askForAnswers(given, env, terminal), cwd)
}

function describeNextSteps({ folder, parts }: Answers, count: number, cwd: string): string {
  const address = parts === 'app' ? 'http://127.0.0.1:5173/' : 'http://127.0.0.1:8787/'
  return `
${folder}：${count} 个文件 files

下一步 Next:

  cd ${relative(cwd, folder)}
  npx pnpm@12.21.0 dev     ${address}
  npx pnpm@12.21.0 test

第一条命令会安装依赖；README.md 有其余的说明。
The first command installs what it needs; README.md has the rest.`
}

/** Makes a project, or lists its files with `--dry-run`. Throws a `CreateError`. */
export async function createProject(args: readonly string[], context: CreateContext): Promise<void> {
  const { cwd, template, version, signal, print } = context
  const commandLine = readCommandLine(args)
  if (commandLine.help || commandLine.version) {
    print(commandLine.help ? USAGE : version)
    return
  }
  const answers = await readAnswers(commandLine, context)
  requireNewFolder(answers.folder)
  const files = renderProject(template, answers, version)
  if (commandLine.dryRun) {
    for (const path of files.keys()) print(path)
    return
  }
  await writeProject(answers.folder, files, signal)
  print(describeNextSteps(answers, files.size, cwd))
}
