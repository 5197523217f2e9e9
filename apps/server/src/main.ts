import process from 'node:process'
import { pino } from 'pino'
import { type Assembly, assemble } from './assembly'
import { type Config, ConfigError, readConfig } from './config'
import { withEnvFile } from './env-file'
import { ListenError } from './listen-error'
import { describeError, type Log } from './log'
import { openLogOutput } from './log-output'
import { type MetricsServer, startMetricsServer } from './metrics-server'
import { startServer } from './server'

/** An exchange may run on for 15 seconds after its client was answered. */
const MAX_STOP_MS = 20_000

function describeMode({ mode, wechatBaseUrl }: Config): string {
  return mode === 'wechat'
    ? `WeChat is ${wechatBaseUrl}`
    : `sandbox: WeChat is the emulator on ${wechatBaseUrl} (started by \`pnpm dev\`, or by \`pnpm emulator\`)`
}

async function startMetrics({ metrics }: Assembly, config: Config, log: Log): Promise<MetricsServer | undefined> {
  const { metricsPort, host } = config
  if (metrics === undefined || metricsPort === undefined) return undefined
  const server = await startMetricsServer({ metrics, port: metricsPort, host })
  log.info({ metricsPort: server.port }, `metrics on http://${host ?? 'localhost'}:${server.port}/metrics`)
  return server
}

async function run(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel, base: undefined }, openLogOutput())
  const assembly = await assemble(config, log)
  const { port, host } = config
  const metricsServer = await startMetrics(assembly, config, log)
  const server = await startServer(assembly.app, { port, host })
  log.info({ port: server.port }, `ready on http://${host ?? 'localhost'}:${server.port}, ${describeMode(config)}`)

  async function stop(signal: string): Promise<void> {
    log.info({ signal }, 'stopping: requests in flight are finished first')
    setTimeout(() => process.exit(1), MAX_STOP_MS).unref()
    assembly.readiness.stop()
    await server.stop()
    await assembly.close()
    metricsServer?.stop()
    log.info({}, 'stopped')
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))
}

/** What was opened before it failed must not keep the process alive. */
function fail(error: unknown): void {
  const known = error instanceof ConfigError || error instanceof ListenError
  process.stderr.write(`${known ? error.message : JSON.stringify(describeError(error))}\n`, () => process.exit(1))
}

try {
  await run(readConfig(withEnvFile(process.env, process.cwd())))
} catch (error) {
  fail(error)
}
