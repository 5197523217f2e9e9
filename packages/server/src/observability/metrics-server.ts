import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenError } from '../errors'
import type { PrometheusMetrics } from './prometheus-metrics'

export interface MetricsServerOptions {
  readonly metrics: Pick<PrometheusMetrics, 'contentType' | 'toText'>
  /** 0: any that is free. */
  readonly port: number
  /** @default all interfaces */
  readonly host?: string | undefined
}

/** The listener that is only for whoever watches: it must not be reachable from outside. */
export interface MetricsServer {
  readonly port: number
  stop: () => void
}

/** Serves `GET /metrics`, and nothing else, on a port of its own. Rejects with a `ListenError`. */
export async function startMetricsServer({ metrics, port, host }: MetricsServerOptions): Promise<MetricsServer> {
  async function answer(path: string | undefined, response: ServerResponse): Promise<void> {
    if (path !== '/metrics') response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.toText())
  }
  const server = createServer(({ url }, response) => void answer(url, response))
  try {
    await once(server.listen(port, host), 'listening')
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, { port, variable: 'METRICS_PORT' })
  }
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
