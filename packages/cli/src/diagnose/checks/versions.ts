import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failed, type Finding, ok, same, skipped } from './finding'
import type { Surroundings } from './surroundings'

type Engines = Readonly<Record<'node' | 'pnpm', string>>

function readEngines(root: string): Engines {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: Engines }
  return { node: engines.node.replace('>=', ''), pnpm: engines.pnpm.replace('>=', '') }
}

/** Whether a version is at least another, by its first two numbers. */
function isAtLeast(version: string, least: string): boolean {
  const [[major = 0, minor = 0] = [], [leastMajor = 0, leastMinor = 0] = []] = [version, least].map((text) =>
    text.split('.').map(Number),
  )
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

function tooOld(name: string, version: string, least: string) {
  return {
    zh: `${name} ${version} 太旧，需要 ${least} 以上`,
    en: `${name} ${version} is too old: ${least} or newer is needed`,
  }
}

function checkNode(version: string, least: string): Finding {
  if (isAtLeast(version, least)) return ok('node', same(`Node.js ${version}`))
  return failed('node', tooOld('Node.js', version, least), {
    zh: '从 https://nodejs.org 安装 LTS 版本',
    en: 'install the LTS version from https://nodejs.org',
  })
}

/** pnpm names itself to what it runs. */
function checkPnpm(userAgent: string | undefined, least: string): Finding {
  const version = /\bpnpm\/(\S+)/.exec(userAgent ?? '')?.[1]
  if (version === undefined)
    return skipped('pnpm', { zh: 'pnpm：不是由 pnpm 启动', en: 'pnpm: this was not started by it' })
  if (isAtLeast(version, least)) return ok('pnpm', same(`pnpm ${version}`))
  return failed('pnpm', tooOld('pnpm', version, least), {
    zh: `npm install -g pnpm@${least}.0，或每次用 npx pnpm@${least}.0`,
    en: `npm install -g pnpm@${least}.0, or npx pnpm@${least}.0 each time`,
  })
}

export function checkVersions({ root, env, nodeVersion }: Surroundings): Finding[] {
  const engines = readEngines(root)
  return [checkNode(nodeVersion, engines.node), checkPnpm(env.npm_config_user_agent, engines.pnpm)]
}
