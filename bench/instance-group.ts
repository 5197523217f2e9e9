import { SANDBOX_APP_ID, SANDBOX_APP_SECRET } from '@uni-phone/wechat-emulator'
import { startProgram } from './child'

const FIRST_PORT = 18_800

export interface InstanceGroupOptions {
  readonly count: number
  readonly wechatUrl: string
  /** @default none: each instance is alone */
  readonly redisUrl?: string | undefined
}

/** Instances of the built server, each on a port that it keeps over a restart. */
export async function startInstanceGroup({ count, wechatUrl, redisUrl }: InstanceGroupOptions) {
  const settings = {
    HOST: '127.0.0.1',
    WECHAT_MODE: 'wechat',
    WECHAT_APPID: SANDBOX_APP_ID,
    WECHAT_SECRET: SANDBOX_APP_SECRET,
    WECHAT_API_BASE_URL: wechatUrl,
    RATE_LIMIT_PER_MINUTE: '100000000',
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  }
  const ports = Array.from({ length: count }, (_, nth) => FIRST_PORT + nth)
  const start = (port: number) =>
    startProgram(['apps/server/dist/main.mjs'], /"port":(\d+)/, { ...settings, PORT: String(port) })
  const instances = await Promise.all(ports.map(start))
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    pids: () => instances.map(({ pid }) => pid),
    /** Stops each instance and starts it anew, one after the other. */
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
