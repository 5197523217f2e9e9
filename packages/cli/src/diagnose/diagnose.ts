import { checkApiAddresses } from './api-address'
import { readSettings } from './configuration'
import { readEnvironment } from './env-file'
import type { Finding } from './finding'
import { checkLanAddress } from './lan-address'
import { checkMiniProgram } from './mini-program'
import { checkPorts } from './ports'
import { checkRedis } from './redis'
import type { Surroundings } from './surroundings'
import { checkVersions } from './versions'
import { checkWeChat } from './wechat'

/** Looks at a machine and its configuration. Nothing is changed, on this machine or at WeChat. */
export async function diagnose(surroundings: Surroundings): Promise<Finding[]> {
  const environment = readEnvironment(surroundings)
  const settings = readSettings(environment.env)
  const asked = await Promise.all([
    checkPorts(settings),
    checkWeChat(settings, surroundings),
    checkRedis(settings, surroundings),
    checkApiAddresses(settings),
    checkLanAddress(settings),
  ])
  const looked = [...checkVersions(surroundings), ...environment.findings, ...settings.findings]
  return [...looked, ...asked.flat(), ...checkMiniProgram(settings, surroundings)]
}
