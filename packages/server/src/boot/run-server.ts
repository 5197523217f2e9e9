import process from 'node:process'
import { type Config, ConfigError, readConfig } from '@uni-phone/config'
import { pino } from 'pino'
import { StartError } from '../errors'
import { EXCHANGE_TIMEOUT_MS } from '../exchange'
import { createLogWriter, describeError, type Log, type MetricsServer, startMetricsServer } from '../observability'
import { compose, type Composition } from './compose'
import type { OpenExtension } from './extension'
import { startServer } from './http-server'
import { stopOnSignals } from './shutdown'

/** Time to close what is open, once all work is done. */
const CLOSING_MS = 2_000

function describeMode({ mode, apps }: Config): string {
  const [wechatBaseUrl] = apps[0].baseUrls
  if (apps.length > 1) return `${apps.length} mini programs, WeChat is ${wechatBaseUrl}`
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
  const writer = createLogWriter()
  const log = pino({ level: config.logLevel, base: undefined }, writer)
  const extension = await openExtension(log)
  const composition = await compose(config, log, extension)
  const { host } = config
  const metricsServer = await startMetrics(composition, config, log)
  const server = await startServer(composition.app, { ...config, log })

  stopOnSignals({
    log,
    graceMs: config.shutdownGraceMs,
    maxWorkMs: EXCHANGE_TIMEOUT_MS + config.handlerTimeoutMs + CLOSING_MS,
    retire() {
      composition.readiness.stop()
      server.retire()
    },
    async close() {
      await server.stop()
      await composition.close()
      await extension.close?.()
      metricsServer?.stop()
    },
    end: writer.end,
  })
  log.info({ port: server.port }, `ready on http://${host ?? 'localhost'}:${server.port}, ${describeMode(config)}`)
}

/** Ends the process even if parts that were opened before the failure would keep it alive. */
function fail(error: unknown): void {
  const known = error instanceof ConfigError || error instanceof StartError
  process.stderr.write(`${known ? error.message : JSON.stringify(describeError(error))}\n`, () => process.exit(1))
}

/** An environment, or a function that reads one; what it throws is reported like a wrong variable. */
type Environment = NodeJS.ProcessEnv | (() => NodeJS.ProcessEnv)

/**
 * Runs the server as a process: reads the configuration out of an environment, opens the extension, listens, and stops on
 * SIGTERM and SIGINT when all work is done. Where it cannot start it says why on stderr, and the process ends with 1.
 */
export async function runServer(environment: Environment, openExtension: OpenExtension): Promise<void> {
  try {
    await run(readConfig(typeof environment === 'function' ? environment() : environment), openExtension)
  } catch (error) {
    fail(error)
  }
}
