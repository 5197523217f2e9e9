import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, readConfig, readToolConfig, withEnvFile } from '@uni-phone/config'
import { findLanHost, type NeededPort, type PlainPath, projectAt, type Project, uniCommand } from '../project'
import type { BannerFacts } from './banner'
import type { Part } from './part'

export interface DevelopmentPlan {
  readonly env: NodeJS.ProcessEnv
  readonly ports: readonly NeededPort[]
  readonly parts: readonly Part[]
  readonly facts: BannerFacts
}

const LOOPBACK = '127.0.0.1'

interface Environment {
  readonly project: Project
  readonly plain: PlainPath
  readonly env: NodeJS.ProcessEnv
  readonly config: Config
  /** API address to compile into the mini program. */
  readonly apiBaseUrl: string
  /** Starts the emulator: this is the sandbox, and no other emulator was named. */
  readonly ownEmulator: boolean
  readonly emulatorPort: number
  readonly h5Port: number
  readonly lan: boolean
  readonly lanHost: string | undefined
}

function portsOf({ project, config, ownEmulator, emulatorPort, h5Port, lan }: Environment): NeededPort[] {
  const { port, host } = config
  const emulator = { port: emulatorPort, variable: 'EMULATOR_PORT', purpose: { zh: '模拟器', en: 'the emulator' } }
  const h5 = { port: h5Port, variable: 'H5_PORT', purpose: { zh: 'H5 开发服务器', en: 'the H5 dev server' } }
  return [
    ...(ownEmulator ? [{ ...emulator, host: LOOPBACK }] : []),
    { port, host, variable: 'PORT', purpose: { zh: '服务端', en: 'the server' } },
    ...(project.hasMiniProgram ? [{ ...h5, host: lan ? undefined : LOOPBACK }] : []),
  ]
}

function emulatorPart({ project, emulatorPort }: Environment): Part {
  const entry = import.meta.resolve('@uni-phone/wechat-emulator')
  const main = fileURLToPath(new URL(`main${extname(entry)}`, entry))
  return {
    name: 'emulator',
    cwd: project.root,
    args: ['--import', import.meta.resolve('tsx'), main, '--port', String(emulatorPort)],
    ready: /ready on/,
  }
}

function serverPart({ project }: Environment): Part {
  return {
    name: 'server',
    cwd: project.root,
    args: [
      fileURLToPath(import.meta.resolve('tsx/cli')),
      'watch',
      '--clear-screen=false',
      join(project.server, 'src/main.ts'),
    ],
    ready: /ready on/,
  }
}

function miniProgramParts({ project, plain, env, config, apiBaseUrl, h5Port, lan }: Environment): Part[] {
  const sandbox = config.mode === 'sandbox' ? { UNI_PHONE_SANDBOX: '1' } : {}
  const h5 = uniCommand(project, plain, env, [])
  const weixin = uniCommand(project, plain, env, ['-p', 'mp-weixin'])
  const api = { API_TARGET: `http://${LOOPBACK}:${config.port}`, H5_PORT: String(h5Port) }
  return [
    {
      ...h5,
      name: 'h5',
      env: { ...h5.env, ...sandbox, ...api, ...(lan ? { UNI_PHONE_LAN: '1' } : {}) },
      ready: /ready in/,
    },
    {
      ...weixin,
      name: 'mp-weixin',
      env: { ...weixin.env, ...sandbox, VITE_API_BASE_URL: apiBaseUrl },
      ready: /ready in/,
      restartOnChange: [join(project.miniProgram, 'src'), join(project.root, 'packages/contract/src')],
    },
  ]
}

function factsOf({ project, config, h5Port, lan, lanHost }: Environment): BannerFacts {
  const hosts = [LOOPBACK, ...(lan && lanHost !== undefined ? [lanHost] : [])]
  return {
    sandbox: config.mode === 'sandbox',
    wechatBaseUrl: config.apps[0].baseUrls[0],
    h5Url: project.hasMiniProgram ? hosts.map((host) => `http://${host}:${h5Port}/`).join('  ') : undefined,
    apiUrl: `http://${LOOPBACK}:${config.port}`,
    lanApiUrl: lanHost === undefined ? undefined : `http://${lanHost}:${config.port}`,
    miniProgramFolder: project.hasMiniProgram ? project.compiled('dev') : undefined,
  }
}

export interface DevelopmentOptions {
  /** Plain path to the root of the project. */
  readonly plain: PlainPath
  /** Opens the H5 dev server to the network. */
  readonly lan: boolean
}

/** Returns the programs that `dev` runs and the ports they need. Throws a `ConfigError` if the environment is invalid. */
export function planDevelopment(
  root: string,
  given: NodeJS.ProcessEnv,
  { plain, lan }: DevelopmentOptions,
): DevelopmentPlan {
  const env = withEnvFile(given, root)
  const config = readConfig(env)
  const { emulatorPort, h5Port, lanHost = findLanHost() } = readToolConfig(env)
  const environment: Environment = {
    project: projectAt(root),
    plain,
    env,
    config,
    // not the address in `.env`: it is the released mini program's, and codes would go to another server than this one
    apiBaseUrl: given.VITE_API_BASE_URL || `http://${lanHost ?? LOOPBACK}:${config.port}`,
    ownEmulator: config.mode === 'sandbox' && config.apps[0].baseUrls[0] === `http://${LOOPBACK}:${emulatorPort}`,
    emulatorPort,
    h5Port,
    lan,
    lanHost,
  }
  const parts = [
    ...(environment.ownEmulator ? [emulatorPart(environment)] : []),
    serverPart(environment),
    ...(environment.project.hasMiniProgram ? miniProgramParts(environment) : []),
  ]
  return { env, ports: portsOf(environment), parts, facts: factsOf(environment) }
}
