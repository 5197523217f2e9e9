import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { VARIABLES, withEnvFile } from '@uni-phone/config'
import { failed, type Diagnostic, ok, warning } from '../diagnostic'
import { suggestName } from '../advice/suggestion'
import type { Environment } from '../environment'

const KNOWN = Object.keys(VARIABLES)
/** The shell has many unrelated variables: only names about WeChat are taken for misspelt ones of this project. */
const OF_THE_SHELL = /^(WECHAT|WX|WEIXIN|MINIPROGRAM)_?[A-Z]/

function findMisspelt(name: string): Diagnostic[] {
  const meant = KNOWN.includes(name) ? undefined : suggestName(name, KNOWN)
  if (meant === undefined) return []
  const message = {
    zh: `${name} 不是本项目的变量，未被读取`,
    en: `${name} is not a variable of this project and is ignored`,
  }
  return [warning('env-names', message, { zh: `是不是 ${meant}？`, en: `did you mean ${meant}?` })]
}

function describeUnreadable(error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const message = { zh: `.env 无法读取（${code}）`, en: `.env cannot be read (${code})` }
  const advice = {
    zh: '它须是当前用户可读的文本文件：cp .env.example .env，chmod 600 .env',
    en: 'it must be a text file that the current user can read: cp .env.example .env, chmod 600 .env',
  }
  return failed('env-file', message, advice)
}

function describeFile(root: string): Diagnostic {
  if (existsSync(join(root, '.env'))) return ok('env-file', { zh: '.env 已读取', en: '.env was read' })
  return ok('env-file', {
    zh: '没有 .env：使用环境变量与默认值',
    en: 'no .env: using environment variables and defaults',
  })
}

/** Reads `.env` and adds it to the environment; `env` is undefined if it cannot be read. */
export function readEnvironment({ root, env }: Environment): {
  env: NodeJS.ProcessEnv | undefined
  diagnostics: Diagnostic[]
} {
  try {
    const own = Object.keys(withEnvFile({}, root))
    const ofShell = Object.keys(env).filter((name) => OF_THE_SHELL.test(name) && !own.includes(name))
    return {
      env: withEnvFile(env, root),
      diagnostics: [describeFile(root), ...[...own, ...ofShell].flatMap(findMisspelt)],
    }
  } catch (error) {
    return { env: undefined, diagnostics: [describeUnreadable(error)] }
  }
}
