import type { LocalizedText } from '@uni-phone/config'
import { request } from 'undici'
import type { NeededPort } from '../dev/port'
import { askOurApi } from './our-api'
import type { Settings } from './surroundings'

const LOOPBACK = '127.0.0.1'

/** Where this machine reaches what it listens on itself. */
export function originOf(host: string | undefined, port: number): string {
  const own = host === undefined || host === '0.0.0.0' || host === '::' ? LOOPBACK : host
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`
}

/** A port, and how to know what listens there. */
export interface CheckedPort extends Omit<NeededPort, 'purpose'> {
  readonly check: string
  readonly purpose: LocalizedText
  /** Whether what listens there is ours. */
  readonly isOurs: (origin: string) => Promise<boolean>
  /** Whether only `pnpm dev` needs it. */
  readonly forDevelopment?: true
}

const isOurApi = async (origin: string): Promise<boolean> => (await askOurApi(origin)).kind === 'ours'

async function says(url: string, words: RegExp): Promise<boolean> {
  try {
    const { body } = await request(url, { signal: AbortSignal.timeout(3_000) })
    return words.test(await body.text())
  } catch {
    return false
  }
}

/** The ports this configuration needs. */
export function toCheckedPorts({ config, tools }: Settings): CheckedPort[] {
  if (config === undefined || tools === undefined) return []
  const { host, port, metricsPort } = config
  const server = { check: 'port.server', variable: 'PORT', port, host, purpose: { zh: '服务端', en: 'the server' } }
  const metrics = { check: 'port.metrics', variable: 'METRICS_PORT', host, purpose: { zh: '指标', en: 'the metrics' } }
  const h5 = {
    check: 'port.h5',
    variable: 'H5_PORT',
    host: LOOPBACK,
    purpose: { zh: 'H5 开发服务器', en: 'the H5 dev server' },
  }
  const emulator = {
    check: 'port.emulator',
    variable: 'EMULATOR_PORT',
    host: LOOPBACK,
    purpose: { zh: '模拟器', en: 'the emulator' },
  }
  const isEmulator = (origin: string) => says(`${origin}/_emulator/state`, /"appId"/)
  return [
    { ...server, isOurs: isOurApi },
    ...(metricsPort === undefined
      ? []
      : [{ ...metrics, port: metricsPort, isOurs: (origin: string) => says(`${origin}/metrics`, /^# HELP /m) }]),
    // its proxy leads to our API
    { ...h5, port: tools.h5Port, isOurs: isOurApi, forDevelopment: true },
    ...(config.mode === 'sandbox'
      ? [{ ...emulator, port: tools.emulatorPort, isOurs: isEmulator, forDevelopment: true as const }]
      : []),
  ]
}
