import { join } from 'node:path'
import { type Config, readConfig, readToolConfig, withEnvFile } from '@uni-phone/config'
import { findLanHost } from './lan-host'
import type { PanelFacts } from './panel'
import type { NeededPort } from './port'
import type { Part } from './process-group'

export interface DevSetup {
  readonly env: NodeJS.ProcessEnv
  readonly ports: readonly NeededPort[]
  readonly parts: readonly Part[]
  readonly facts: PanelFacts
}

const LOOPBACK = '127.0.0.1'

interface Surroundings {
  readonly root: string
  readonly config: Config
  /** What is compiled into the mini program. */
  readonly apiBaseUrl: string
  /** The emulator is ours to start: this is the sandbox, and no other emulator was named. */
  readonly ownEmulator: boolean
  readonly emulatorPort: number
  readonly h5Port: number
  readonly lan: boolean
  readonly lanHost: string | undefined
}

function portsOf({ config, ownEmulator, emulatorPort, h5Port, lan }: Surroundings): NeededPort[] {
  const { port, host } = config
  const emulator = { port: emulatorPort, variable: 'EMULATOR_PORT', purpose: 'the emulator', host: LOOPBACK }
  return [
    ...(ownEmulator ? [emulator] : []),
    { port, variable: 'PORT', purpose: 'the server', host },
    { port: h5Port, variable: 'H5_PORT', purpose: 'the H5 dev server', host: lan ? undefined : LOOPBACK },
  ]
}

function partsOf({ root, apiBaseUrl, config, ownEmulator, emulatorPort, lan, h5Port }: Surroundings): Part[] {
  const app = join(root, 'apps/miniprogram')
  const uni = join(app, 'node_modules/@dcloudio/vite-plugin-uni/bin/uni.js')
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const api = `http://${LOOPBACK}:${config.port}`
  const sandbox = config.mode === 'sandbox' ? { UNI_PHONE_SANDBOX: '1' } : {}
  const emulator: Part = {
    name: 'emulator',
    cwd: root,
    args: ['--import', 'tsx', 'packages/wechat-emulator/src/main.ts', '--port', String(emulatorPort)],
    ready: /ready on/,
  }
  return [
    ...(ownEmulator ? [emulator] : []),
    {
      name: 'server',
      cwd: root,
      args: [tsx, 'watch', '--clear-screen=false', 'apps/server/src/main.ts'],
      ready: /ready on/,
    },
    {
      name: 'h5',
      cwd: app,
      args: [uni],
      env: { ...sandbox, API_TARGET: api, H5_PORT: String(h5Port), ...(lan ? { UNI_PHONE_LAN: '1' } : {}) },
      ready: /ready in/,
    },
    {
      name: 'mp-weixin',
      cwd: app,
      args: [uni, '-p', 'mp-weixin'],
      env: { ...sandbox, VITE_API_BASE_URL: apiBaseUrl },
      ready: /ready in/,
    },
  ]
}

function factsOf({ root, config, h5Port, lan, lanHost }: Surroundings): PanelFacts {
  return {
    sandbox: config.mode === 'sandbox',
    wechatBaseUrl: config.wechatBaseUrl,
    h5Url: [LOOPBACK, ...(lan && lanHost !== undefined ? [lanHost] : [])]
      .map((host) => `http://${host}:${h5Port}/`)
      .join('  '),
    apiUrl: `http://${LOOPBACK}:${config.port}`,
    lanApiUrl: lanHost === undefined ? undefined : `http://${lanHost}:${config.port}`,
    miniProgramFolder: join(root, 'apps/miniprogram/dist/dev/mp-weixin'),
  }
}

/** What `pnpm dev` starts, and with what. Throws a `ConfigError` where the environment cannot be used. */
export function planDevelopment(root: string, given: NodeJS.ProcessEnv, lan: boolean): DevSetup {
  const env = withEnvFile(given, root)
  const config = readConfig(env)
  const { emulatorPort, h5Port, lanHost = findLanHost() } = readToolConfig(env)
  const surroundings: Surroundings = {
    root,
    config,
    // what `.env` says is the released mini program's: its codes would go to another server than this one
    apiBaseUrl: given.VITE_API_BASE_URL || `http://${lanHost ?? LOOPBACK}:${config.port}`,
    ownEmulator: config.mode === 'sandbox' && config.wechatBaseUrl === `http://${LOOPBACK}:${emulatorPort}`,
    emulatorPort,
    h5Port,
    lan,
    lanHost,
  }
  return { env, ports: portsOf(surroundings), parts: partsOf(surroundings), facts: factsOf(surroundings) }
}
