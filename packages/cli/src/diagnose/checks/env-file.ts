import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { VARIABLES, withEnvFile } from '@uni-phone/config'
import { failed, type Finding, ok, warning } from './finding'
import { findNearMiss } from './near-miss'
import type { Surroundings } from './surroundings'

const KNOWN = Object.keys(VARIABLES)
/** A shell has many variables of others: only those that speak of WeChat can be meant for this project. */
const OF_THE_SHELL = /^(WECHAT|WX|WEIXIN|MINIPROGRAM)_?[A-Z]/

function misspelt(name: string): Finding[] {
  const meant = KNOWN.includes(name) ? undefined : findNearMiss(name, KNOWN)
  if (meant === undefined) return []
  const found = {
    zh: `${name} 不是本项目的变量，未被读取`,
    en: `${name} is no variable of this project, and is not read`,
  }
  return [warning('env-names', found, { zh: `是不是 ${meant}？`, en: `did you mean ${meant}?` })]
}

function unreadable(error: unknown): Finding {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const found = { zh: `.env 无法读取（${code}）`, en: `.env cannot be read (${code})` }
  const advice = {
    zh: '它须是当前用户可读的文本文件：cp .env.example .env，chmod 600 .env',
    en: 'it must be a text file that this user may read: cp .env.example .env, chmod 600 .env',
  }
  return failed('env-file', found, advice)
}

function describeFile(root: string): Finding {
  if (existsSync(join(root, '.env'))) return ok('env-file', { zh: '.env 已读取', en: '.env was read' })
  return ok('env-file', { zh: '没有 .env：使用环境变量与默认值', en: 'no .env: the environment and the defaults hold' })
}

/** The environment with what `.env` adds; undefined where it cannot be read. */
export function readEnvironment({ root, env }: Surroundings): {
  env: NodeJS.ProcessEnv | undefined
  findings: Finding[]
} {
  try {
    const own = Object.keys(withEnvFile({}, root))
    const ofShell = Object.keys(env).filter((name) => OF_THE_SHELL.test(name) && !own.includes(name))
    return { env: withEnvFile(env, root), findings: [describeFile(root), ...[...own, ...ofShell].flatMap(misspelt)] }
  } catch (error) {
    return { env: undefined, findings: [unreadable(error)] }
  }
}
