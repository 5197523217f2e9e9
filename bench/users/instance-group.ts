import { freePort } from '@uni-phone/test-support/services'
import { startServer } from '../harness'

export interface InstanceGroupOptions {
  readonly count: number
  readonly wechatUrl: string
  /** @default each instance has its own memory only */
  readonly redisUrl?: string | undefined
}

/** Starts several instances of the built server; each keeps its port over a restart. */
export async function startInstanceGroup({ count, wechatUrl, redisUrl }: InstanceGroupOptions) {
  const start = (port: number) =>
    startServer(wechatUrl, { PORT: String(port), ...(redisUrl !== undefined && { REDIS_URL: redisUrl }) })
  const ports = await Promise.all(Array.from({ length: count }, freePort))
  const instances = await Promise.all(ports.map(start))
  return {
    urls: instances.map(({ url }) => url),
    pids: () => instances.map(({ pid }) => pid),
    /** Stops each instance and starts it again, one after the other. */
    async restartInTurn(): Promise<void> {
      for (const [nth, port] of ports.entries()) {
        await instances[nth]?.stop()
        instances[nth] = await start(port)
      }
    },
    stop: () => Promise.all(instances.map((instance) => instance.stop())),
  }
}

export type InstanceGroup = Awaited<ReturnType<typeof startInstanceGroup>>
