import process from 'node:process'
import { type Config, ConfigError, readConfig } from '@uni-phone/config'
import { pino } from 'pino'
import { StartError } from '../errors'
import { describeError, type Log, type MetricsServer, startMetricsServer } from '../observability'
import { compose, type Composition } from './compose'
import type { OpenExtension } from './extension'
import { startServer } from './http-server'

/** An exchange may run on for 15 seconds after its client was answered. */
const MAX_STOP_MS = 20_000

function describeMode({ mode, wechatBaseUrl }: Config): string {
  return mode === 'wechat'
    ? `WeChat is ${wechatBaseUrl}`
    : `sandbox: WeChat is the emulator on ${wechatBaseUrl} (started by \`pnpm dev\`, or by \`pnpm emulator\`)`
}

async function startMetrics({ metrics }: Composition, config: Config, log: Log): Promise<MetricsServer | undefined> {
  const { metricsPort, host } = config
  if (metrics === undefined || metricsPort === undefined) return undefined
  const server = await startMetricsServer({ metrics, port: metricsPort, host })
  log.info({ metricsPort: server.port }, `metrics on http://${host ?? 'localhost'}:${server.port}/metrics`)
  return server
}

async function run(config: Config, openExtension: OpenExtension): Promise<void> {
  const log = pino({ level: config.logLevel, base: undefined })
  const extension = await openExtension(log)
  const composition = await compose(config, log, extension)
  const { port, host } = config
  const metricsServer = await startMetrics(composition, config, log)
  const server = await startServer(composition.app, { port, host })
  log.info({ port: server.port }, `ready on http://${host ?? 'localhost'}:${server.port}, ${describeMode(config)}`)

  async function stop(signal: string): Promise<void> {
    log.info({ signal }, 'stopping: requests in flight are finished first')
    setTimeout(() => process.exit(1), MAX_STOP_MS).unref()
    composition.readiness.stop()
    await server.stop()
    await composition.close()
    await extension.close?.()
    metricsServer?.stop()
    log.info({}, 'stopped')
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))
}

/** What was opened before it failed must not keep the process alive. */
function fail(error: unknown): void {
  const known = error instanceof ConfigError || error instanceof StartError
  process.stderr.write(`${known ? error.message : JSON.stringify(describeError(error))}\n`, () => process.exit(1))
}

/**
 * Runs the server as a process: reads the configuration out of an environment, opens the extension, listens, and stops on
 * SIGTERM and SIGINT when all work is done. Where it cannot start it says why on stderr, and the process ends with 1.
 */
export async function runServer(environment: NodeJS.ProcessEnv, openExtension: OpenExtension): Promise<void> {
  try {
    await run(readConfig(environment), openExtension)
  } catch (error) {
    fail(error)
  }
}
