import { checkApiAddresses } from './checks/api-address'
import { readSettings } from './checks/configuration'
import { checkDatabase } from './checks/database'
import { readEnvironment } from './checks/env-file'
import { checkMiniProgram } from './checks/mini-program'
import { checkNode } from './checks/node-version'
import { checkRedis } from './checks/redis'
import { checkWeChat } from './checks/wechat'
import type { Diagnostic } from './diagnostic'
import type { Environment } from './environment'

/** Checks a machine and its configuration. Changes nothing, neither on the machine nor at WeChat. */
export async function diagnose(environment: Environment): Promise<Diagnostic[]> {
  const { env, diagnostics } = readEnvironment(environment)
  const settings = readSettings(env)
  const remote = await Promise.all([
    checkWeChat(settings, environment),
    checkRedis(settings, environment),
    checkDatabase(settings, environment),
    checkApiAddresses(settings),
  ])
  return [
    checkNode(environment),
    ...diagnostics,
    ...settings.diagnostics,
    ...remote.flat(),
    ...checkMiniProgram(settings, environment),
  ]
}
